CREATE FUNCTION is_weekend(day date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT extract(isodow FROM day) > 5 $$;

CREATE TABLE openings (day date PRIMARY KEY, late boolean GENERATED ALWAYS AS (NOT is_weekend(day)) STORED);
