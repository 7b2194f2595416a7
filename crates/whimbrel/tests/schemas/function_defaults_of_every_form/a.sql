CREATE SEQUENCE marks;
CREATE TYPE span AS (low integer, high integer);
CREATE FUNCTION seed() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 7 $$;

CREATE FUNCTION make(a integer DEFAULT seed(), b text DEFAULT 'a, b', c timestamptz DEFAULT now()) RETURNS integer LANGUAGE sql AS $$ SELECT a $$;
