-- added, dropped, retyped, in place
CREATE TYPE dimensions AS (width integer, height numeric(8, 2), depth integer);
COMMENT ON COLUMN dimensions.depth IS 'in mm';

CREATE FUNCTION volume(d dimensions) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT ((d).width * (d).height)::numeric $$;
