-- an attribute more in a type that a column is made of
CREATE TYPE address AS (street text, town text, country varchar(2));

CREATE TABLE shops (id integer PRIMARY KEY, address address, earlier address[]);
CREATE VIEW shop_towns AS SELECT id, (address).town AS town FROM shops;
