-- any kind of element, arrays, rows of a table
CREATE TABLE people (id integer PRIMARY KEY, name text);

CREATE FUNCTION first_of(list anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT list[array_lower(list, 1)] $$;
CREATE FUNCTION oldest() RETURNS SETOF people LANGUAGE sql STABLE AS $$ SELECT p FROM people p ORDER BY id LIMIT 2 $$;
CREATE FUNCTION label(p people) RETURNS text LANGUAGE sql STABLE AS $$ SELECT p.id || ': ' || p.name $$;
