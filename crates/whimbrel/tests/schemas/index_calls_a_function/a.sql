CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT lower(name) $$;

CREATE TABLE singers (id integer PRIMARY KEY, name text);
CREATE UNIQUE INDEX singers_plain_name ON singers (plain_name(name));
