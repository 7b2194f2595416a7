CREATE TABLE temperatures (id integer PRIMARY KEY, t integer);

CREATE FUNCTION warmer(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 - $2 $$;

CREATE OPERATOR ~> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = warmer);
CREATE VIEW warmth AS SELECT id, t ~> 20 AS above FROM temperatures;
