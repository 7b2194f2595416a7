-- commutators, negators, estimators, a prefix one
CREATE TYPE span AS (low integer, high integer);
CREATE FUNCTION span_touches(span, span) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).low <= ($2).high AND ($2).low <= ($1).high $$;
CREATE FUNCTION span_apart(span, span) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT NOT span_touches($1, $2) $$;
CREATE FUNCTION span_length(span) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).high - ($1).low $$;

CREATE OPERATOR <#> (LEFTARG = span, RIGHTARG = span, FUNCTION = span_touches, COMMUTATOR = <#>, RESTRICT = areasel, JOIN = areajoinsel);
CREATE OPERATOR @# (RIGHTARG = span, FUNCTION = span_length);
COMMENT ON OPERATOR @# (NONE, span) IS 'how long';
