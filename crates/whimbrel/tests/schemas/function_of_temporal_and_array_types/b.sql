-- types of arguments with modifiers, arrays, quoted names and schemas
CREATE SCHEMA "Time";
CREATE DOMAIN "Time"."Week Day" AS integer;

CREATE FUNCTION plan(a timestamp with time zone, b character varying[], c "Time"."Week Day"[]) RETURNS double precision LANGUAGE sql AS $$ SELECT 1.5::double precision $$;
COMMENT ON FUNCTION plan(timestamptz, varchar[], "Time"."Week Day"[]) IS 'two';
GRANT EXECUTE ON FUNCTION plan(timestamptz, varchar[], "Time"."Week Day"[]) TO role_a;
