CREATE FUNCTION t_lt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) < length($2) $$;
CREATE FUNCTION t_gt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) > length($2) $$;
CREATE FUNCTION t_ge(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) >= length($2) $$;
