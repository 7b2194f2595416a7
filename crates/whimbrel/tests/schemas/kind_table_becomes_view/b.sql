-- stored rows are replaced by a query over what replaced them
CREATE TABLE persons (id integer PRIMARY KEY, first text, last text);
CREATE VIEW people AS SELECT id, first || ' ' || last AS name FROM persons;
CREATE FUNCTION person_name(p people) RETURNS text LANGUAGE sql STABLE AS $$ SELECT p.name $$;
