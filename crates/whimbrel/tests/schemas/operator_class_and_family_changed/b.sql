-- an order of our own for an index, a family that grows
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
ALTER OPERATOR FAMILY by_parity USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 btint48cmp(integer, bigint);
CREATE OPERATOR CLASS by_length FOR TYPE text USING btree AS
    OPERATOR 1 <%, OPERATOR 2 <=%, OPERATOR 3 =%, OPERATOR 4 >=%, OPERATOR 5 >%, FUNCTION 1 len_cmp(text, text);
CREATE INDEX ropes_fibre ON ropes (fibre by_length);
