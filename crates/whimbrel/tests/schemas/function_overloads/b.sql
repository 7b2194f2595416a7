-- one of four goes, one changes, one comes
CREATE FUNCTION price() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION price(text) RETURNS integer LANGUAGE sql AS $$ SELECT length($1) $$;

CREATE FUNCTION price(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 * 2 $$;
CREATE FUNCTION price(integer[]) RETURNS integer LANGUAGE sql AS $$ SELECT $1[1] $$;
