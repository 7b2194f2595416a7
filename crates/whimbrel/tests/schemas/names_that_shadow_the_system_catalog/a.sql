CREATE SCHEMA shadow;
CREATE FUNCTION shadow.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'shadow: ' || $1 $$;
CREATE DOMAIN shadow.text AS pg_catalog.text CHECK (VALUE <> '');
CREATE OPERATOR shadow.= (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = pg_catalog.textne);
CREATE TABLE shadow.pg_class (id integer PRIMARY KEY, word text, own shadow.text);

CREATE VIEW shadow.words AS SELECT lower(word) AS word FROM shadow.pg_class WHERE word = 'a';
