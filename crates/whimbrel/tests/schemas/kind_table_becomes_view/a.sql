CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE FUNCTION person_name(p people) RETURNS text LANGUAGE sql STABLE AS $$ SELECT p.name $$;
