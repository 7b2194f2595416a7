-- postgres: >=14
CREATE FUNCTION is_odd(n integer) RETURNS boolean RETURN n % 2 <> 0;
