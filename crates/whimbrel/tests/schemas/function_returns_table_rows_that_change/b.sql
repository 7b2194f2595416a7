-- its row type is the table's, which loses and gains columns
CREATE TABLE cards (id integer PRIMARY KEY, front text, hint varchar(30));

CREATE FUNCTION due_cards(n integer) RETURNS SETOF cards LANGUAGE sql STABLE AS $$ SELECT * FROM cards LIMIT n $$;
CREATE FUNCTION fronts(c cards) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT c.front $$;
CREATE VIEW due AS SELECT d.id, d.front FROM due_cards(5) AS d;
