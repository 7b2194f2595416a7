-- operators that name each other
CREATE FUNCTION t_lt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) < length($2) $$;
CREATE FUNCTION t_gt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) > length($2) $$;
CREATE FUNCTION t_ge(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) >= length($2) $$;

CREATE OPERATOR <## (LEFTARG = text, RIGHTARG = text, FUNCTION = t_lt, COMMUTATOR = ##>, NEGATOR = ##>=);
CREATE OPERATOR ##> (LEFTARG = text, RIGHTARG = text, FUNCTION = t_gt, COMMUTATOR = <##);
CREATE OPERATOR ##>= (LEFTARG = text, RIGHTARG = text, FUNCTION = t_ge, NEGATOR = <##);
