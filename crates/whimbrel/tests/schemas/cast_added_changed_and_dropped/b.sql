-- with a function, through text, without any
CREATE TYPE celsius AS (degrees numeric);
CREATE TYPE kelvin AS (degrees numeric);
CREATE TYPE state AS ENUM ('on', 'off');
CREATE FUNCTION to_kelvin(celsius) RETURNS kelvin LANGUAGE sql IMMUTABLE AS $$ SELECT ROW(($1).degrees + 273.15)::kelvin $$;
CREATE FUNCTION is_on(state) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = 'on' $$;

CREATE CAST (celsius AS kelvin) WITH FUNCTION to_kelvin(celsius) AS ASSIGNMENT;
CREATE CAST (state AS boolean) WITH FUNCTION is_on(state);
CREATE CAST (xid AS oid) WITHOUT FUNCTION;
COMMENT ON CAST (state AS boolean) IS 'for the lamps';
