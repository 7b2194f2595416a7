-- the function under the index gets another body; the index stays but its entries may lie
CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(btrim(name)) $$;

CREATE TABLE singers (id integer PRIMARY KEY, name text);
CREATE UNIQUE INDEX singers_plain_name ON singers (plain_name(name));
