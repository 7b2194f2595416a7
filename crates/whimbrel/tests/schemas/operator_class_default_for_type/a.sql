CREATE TYPE code AS ENUM ('x', 'y');
CREATE OPERATOR CLASS code_ops_2 FOR TYPE code USING hash AS OPERATOR 1 = (anyenum, anyenum), FUNCTION 1 hashenum(anyenum);
