-- another collation; the columns must be carried over
CREATE TYPE namerange AS RANGE (SUBTYPE = text, COLLATION = "POSIX", SUBTYPE_OPCLASS = text_pattern_ops);

CREATE TABLE drawers (id integer PRIMARY KEY, names namerange);
