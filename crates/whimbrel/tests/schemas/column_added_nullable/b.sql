-- a second line of the address
CREATE TABLE addresses (id integer PRIMARY KEY, street text NOT NULL, street_2 text);
