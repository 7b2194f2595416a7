CREATE TYPE dimensions AS (width integer, height integer, colour text);

CREATE FUNCTION volume(d dimensions) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT ((d).width * (d).height)::numeric $$;
