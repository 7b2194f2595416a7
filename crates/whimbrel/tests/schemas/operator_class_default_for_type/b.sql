-- a hash class for a type of our own, with a family of its own name
CREATE TYPE code AS ENUM ('x', 'y');
CREATE OPERATOR FAMILY code_family USING hash;
CREATE OPERATOR CLASS code_ops_2 FOR TYPE code USING hash FAMILY code_family AS OPERATOR 1 = (anyenum, anyenum), FUNCTION 1 hashenum(anyenum);
COMMENT ON OPERATOR CLASS code_ops_2 USING hash IS 'by value';
