-- atomic bodies that call each other, closed by a replacement
CREATE FUNCTION is_odd(n integer) RETURNS boolean RETURN n % 2 <> 0;
CREATE FUNCTION is_even(n integer) RETURNS boolean RETURN CASE WHEN n = 0 THEN true ELSE is_odd(n - 1) END;
CREATE OR REPLACE FUNCTION is_odd(n integer) RETURNS boolean RETURN CASE WHEN n = 0 THEN false ELSE is_even(n - 1) END;
