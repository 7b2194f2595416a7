-- postgres: >=14
CREATE TYPE floatspan AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
CREATE TABLE bands (id integer PRIMARY KEY, band floatspan);
