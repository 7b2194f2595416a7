-- volatility, strictness, security, parallel, leakproof, cost, rows, settings
CREATE FUNCTION f_plain(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURNS NULL ON NULL INPUT LEAKPROOF PARALLEL RESTRICTED
    COST 2000 SET timezone = 'UTC' SET search_path = '' AS $$ SELECT a $$;
CREATE FUNCTION f_fancy(a integer) RETURNS SETOF integer LANGUAGE sql VOLATILE
    ROWS 500 SET work_mem = '32MB' AS $$ SELECT a $$;
