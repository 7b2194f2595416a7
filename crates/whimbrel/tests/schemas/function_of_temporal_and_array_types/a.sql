CREATE SCHEMA "Time";
CREATE DOMAIN "Time"."Week Day" AS integer;

CREATE FUNCTION plan(a timestamp with time zone, b character varying[], c "Time"."Week Day") RETURNS interval LANGUAGE sql AS $$ SELECT interval '1 day' $$;
COMMENT ON FUNCTION plan(timestamptz, varchar[], "Time"."Week Day") IS 'one';
