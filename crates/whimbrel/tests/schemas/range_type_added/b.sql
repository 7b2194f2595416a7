-- a range of times of day
CREATE FUNCTION time_distance(a time, b time) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT extract(epoch FROM (a - b))::double precision $$;
CREATE TYPE timerange AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = time_distance);
CREATE TABLE desks (id integer PRIMARY KEY, free timerange);
CREATE INDEX desks_free ON desks USING gist (free);
