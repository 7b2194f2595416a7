CREATE AGGREGATE sum_of (integer) (SFUNC = int4pl, STYPE = integer)
