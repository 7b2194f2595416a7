CREATE TABLE cards (id integer PRIMARY KEY, front text, back text);

CREATE FUNCTION due_cards(n integer) RETURNS SETOF cards LANGUAGE sql STABLE AS $$ SELECT * FROM cards LIMIT n $$;
CREATE FUNCTION fronts(c cards) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT c.front $$;
CREATE VIEW due AS SELECT d.id, d.front FROM due_cards(5) AS d;
