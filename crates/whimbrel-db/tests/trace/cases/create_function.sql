CREATE FUNCTION thrice(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 * 3'
