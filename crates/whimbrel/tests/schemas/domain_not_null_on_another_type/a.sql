CREATE DOMAIN weight AS integer NOT NULL CHECK (VALUE > 0);

CREATE TABLE loads (id integer PRIMARY KEY, weight weight);
