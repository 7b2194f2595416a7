CREATE TYPE address AS (street text, town text);

CREATE TABLE shops (id integer PRIMARY KEY, address address, earlier address[]);
CREATE VIEW shop_towns AS SELECT id, (address).town AS town FROM shops;
