CREATE TABLE people (id integer PRIMARY KEY, name text);

CREATE FUNCTION first_of(list anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS $$ SELECT list[1] $$;
CREATE FUNCTION oldest() RETURNS people LANGUAGE sql STABLE AS $$ SELECT p FROM people p ORDER BY id LIMIT 1 $$;
