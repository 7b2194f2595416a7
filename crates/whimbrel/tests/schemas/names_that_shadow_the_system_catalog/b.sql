-- our own lower(), text, = and pg_class; what is meant must be said with its schema
CREATE SCHEMA shadow;
CREATE FUNCTION shadow.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'shadow: ' || $1 $$;
CREATE DOMAIN shadow.text AS pg_catalog.text CHECK (VALUE <> '');
CREATE OPERATOR shadow.= (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = pg_catalog.textne);
CREATE TABLE shadow.pg_class (id integer PRIMARY KEY, word text, own shadow.text);

CREATE VIEW shadow.words AS SELECT shadow.lower(word) AS word FROM shadow.pg_class WHERE word OPERATOR(shadow.=) 'a';
CREATE INDEX pg_class_word ON shadow.pg_class (lower(word));
CREATE INDEX pg_class_own ON shadow.pg_class (shadow.lower(word));
ALTER TABLE shadow.pg_class ADD CONSTRAINT pg_class_word_ck CHECK (word OPERATOR(shadow.=) 'b'::pg_catalog.text);
