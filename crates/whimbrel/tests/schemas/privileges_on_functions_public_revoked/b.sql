-- functions may be called by everybody unless it is taken back
CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION peek(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 $$;
CREATE PROCEDURE tidy() LANGUAGE sql AS $$ SELECT $$;

REVOKE EXECUTE ON FUNCTION wipe() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wipe() TO role_a WITH GRANT OPTION;
REVOKE ALL ON PROCEDURE tidy() FROM PUBLIC;
CREATE AGGREGATE biggest(integer) (SFUNC = int4larger, STYPE = integer);
REVOKE ALL ON FUNCTION biggest(integer) FROM PUBLIC;
