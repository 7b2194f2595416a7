DROP FUNCTION twice(integer)
