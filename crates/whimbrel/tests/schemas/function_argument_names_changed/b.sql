-- names of arguments cannot be changed in place
CREATE FUNCTION clamp(value integer, lowest integer, highest integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT greatest(lowest, least(highest, value)) $$;

CREATE TABLE dials (id integer PRIMARY KEY, position integer NOT NULL CHECK (position = clamp(position, 0, 10)));
