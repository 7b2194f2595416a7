CREATE TABLE draws (id integer PRIMARY KEY, n integer);

CREATE FUNCTION most(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE VIEW best_draw AS SELECT most(n) AS n FROM draws;
