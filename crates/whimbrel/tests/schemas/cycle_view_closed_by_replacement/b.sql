-- a view is replaced by one that reads a function over the view's own rows
CREATE TABLE facts (id integer PRIMARY KEY, fact text);

CREATE VIEW known AS SELECT id, fact FROM facts;
CREATE FUNCTION same_facts(k known) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT k.id > 0 $$;
CREATE OR REPLACE VIEW known AS SELECT id, fact FROM facts WHERE same_facts(ROW(id, fact));
