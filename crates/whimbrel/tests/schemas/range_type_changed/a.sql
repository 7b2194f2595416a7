CREATE TYPE namerange AS RANGE (SUBTYPE = text, COLLATION = "C");

CREATE TABLE drawers (id integer PRIMARY KEY, names namerange);
