-- a domain that is never null is made anew under a column
CREATE DOMAIN weight AS numeric NOT NULL CHECK (VALUE > 0);

CREATE TABLE loads (id integer PRIMARY KEY, weight weight);
