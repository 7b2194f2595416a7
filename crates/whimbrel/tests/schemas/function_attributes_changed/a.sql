CREATE FUNCTION f_plain(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT a $$;
CREATE FUNCTION f_fancy(a integer) RETURNS SETOF integer LANGUAGE sql STABLE STRICT SECURITY DEFINER PARALLEL SAFE
    COST 10 ROWS 5 SET search_path = pg_catalog, public SET work_mem = '16MB' AS $$ SELECT a $$;
