CREATE FUNCTION len_cmp(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT sign(length($1) - length($2))::integer $$;
CREATE FUNCTION len_lt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) < length($2) $$;
CREATE FUNCTION len_le(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) <= length($2) $$;
CREATE FUNCTION len_eq(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) = length($2) $$;
CREATE FUNCTION len_ge(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) >= length($2) $$;
CREATE FUNCTION len_gt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length($1) > length($2) $$;
CREATE OPERATOR <% (LEFTARG = text, RIGHTARG = text, FUNCTION = len_lt);
CREATE OPERATOR <=% (LEFTARG = text, RIGHTARG = text, FUNCTION = len_le);
CREATE OPERATOR =% (LEFTARG = text, RIGHTARG = text, FUNCTION = len_eq);
CREATE OPERATOR >=% (LEFTARG = text, RIGHTARG = text, FUNCTION = len_ge);
CREATE OPERATOR >% (LEFTARG = text, RIGHTARG = text, FUNCTION = len_gt);
CREATE TABLE ropes (id integer PRIMARY KEY, fibre text);

CREATE OPERATOR FAMILY by_parity USING btree;
