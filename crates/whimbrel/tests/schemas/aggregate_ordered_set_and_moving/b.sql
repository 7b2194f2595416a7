-- the first value of an order, and one that can move with its window
CREATE FUNCTION keep_first(state text, value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(state, value) $$;
CREATE FUNCTION first_done(state text, fraction double precision) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT state $$;

CREATE AGGREGATE first_by(double precision ORDER BY text) (SFUNC = keep_first, STYPE = text, FINALFUNC = first_done, INITCOND = 'none');
CREATE AGGREGATE running(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0',
    MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MINITCOND = '0', SORTOP = >);
