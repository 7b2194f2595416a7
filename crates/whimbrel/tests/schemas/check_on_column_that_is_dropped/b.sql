-- a check over two columns goes when one of them does
CREATE TABLE trips (id integer PRIMARY KEY, km integer CHECK (km > 0));
