CREATE FUNCTION keep_first(state text, value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(state, value) $$;
CREATE FUNCTION first_done(state text, fraction double precision) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT state $$;

CREATE AGGREGATE first_by(double precision ORDER BY text) (SFUNC = keep_first, STYPE = text, FINALFUNC = first_done);
CREATE AGGREGATE running(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
