CREATE FUNCTION product_step(state numeric, value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT state * coalesce(value, 1) $$;
CREATE FUNCTION product_done(state numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT round(state, 2) $$;

CREATE AGGREGATE product(numeric) (SFUNC = product_step, STYPE = numeric, INITCOND = '1');
COMMENT ON AGGREGATE product(numeric) IS 'all multiplied';

CREATE VIEW growth AS SELECT product(x) AS factor FROM (VALUES (1.1), (1.2)) AS rates (x);
