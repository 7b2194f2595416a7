CREATE FUNCTION clamp(v integer, lo integer, hi integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT greatest(lo, least(hi, v)) $$;

CREATE TABLE dials (id integer PRIMARY KEY, position integer NOT NULL CHECK (position = clamp(position, 0, 10)));
