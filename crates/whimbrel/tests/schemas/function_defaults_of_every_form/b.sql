-- defaults that are casts, functions, sequences, rows and strings with commas
CREATE SEQUENCE marks;
CREATE TYPE span AS (low integer, high integer);
CREATE FUNCTION seed() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 7 $$;

CREATE FUNCTION make(a integer DEFAULT nextval('marks')::integer, b text DEFAULT 'it''s (this), that', c timestamptz DEFAULT now() - interval '1 day', d span DEFAULT ROW(1, 2)::span, e text[] DEFAULT ARRAY['x, y', '}'], f numeric DEFAULT -1.5) RETURNS integer LANGUAGE sql AS $$ SELECT a $$;
