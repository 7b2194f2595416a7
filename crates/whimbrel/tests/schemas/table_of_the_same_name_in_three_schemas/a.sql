CREATE SCHEMA archive;
CREATE SCHEMA staging;
CREATE TABLE orders (id integer PRIMARY KEY, note text);
CREATE TABLE staging.orders (id integer PRIMARY KEY, note text);

CREATE TABLE archive.orders (id integer PRIMARY KEY, note text);
