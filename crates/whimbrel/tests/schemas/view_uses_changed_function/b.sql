-- the function returns another type, and the view follows
CREATE TABLE races (id integer PRIMARY KEY, seconds integer NOT NULL);

CREATE FUNCTION pace(seconds integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT seconds / 10.0 $$;

CREATE VIEW race_paces AS SELECT id, pace(seconds) AS pace FROM races;
