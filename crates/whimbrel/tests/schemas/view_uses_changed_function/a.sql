CREATE TABLE races (id integer PRIMARY KEY, seconds integer NOT NULL);

CREATE FUNCTION pace(seconds integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT seconds / 10 $$;

CREATE VIEW race_paces AS SELECT id, pace(seconds) AS pace FROM races;
