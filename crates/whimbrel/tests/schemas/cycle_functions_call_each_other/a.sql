-- open: SQL functions with BEGIN ATOMIC bodies that call each other need a stub first
-- postgres: >=14
CREATE FUNCTION is_odd(n integer) RETURNS boolean RETURN n % 2 <> 0;
