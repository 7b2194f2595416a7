CREATE FUNCTION century(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT extract(century FROM day)::integer $$;

CREATE TABLE finds (id integer, found date, name text);
