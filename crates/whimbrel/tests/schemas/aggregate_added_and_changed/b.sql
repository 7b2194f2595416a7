-- an ordinary one gets another start and a final function
CREATE FUNCTION product_step(state numeric, value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT state * coalesce(value, 1) $$;
CREATE FUNCTION product_done(state numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT round(state, 2) $$;

CREATE AGGREGATE product(numeric) (SFUNC = product_step, STYPE = numeric, INITCOND = '1.0', FINALFUNC = product_done, PARALLEL = SAFE, COMBINEFUNC = product_step);
COMMENT ON AGGREGATE product(numeric) IS 'all multiplied, to the cent';
CREATE AGGREGATE place_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);

CREATE VIEW growth AS SELECT product(x) AS factor FROM (VALUES (1.1), (1.2)) AS rates (x);
