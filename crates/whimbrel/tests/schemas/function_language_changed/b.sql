-- from sql to plpgsql, in place
CREATE FUNCTION is_weekend(day date) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN extract(isodow FROM day) IN (6, 7); END $$;

CREATE TABLE openings (day date PRIMARY KEY, late boolean GENERATED ALWAYS AS (NOT is_weekend(day)) STORED);
