-- its multirange under a name of our own
CREATE TYPE floatspan AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = floatspans);
CREATE TABLE bands (id integer PRIMARY KEY, band floatspan, gaps floatspans);
COMMENT ON TYPE floatspan IS 'frequencies';
