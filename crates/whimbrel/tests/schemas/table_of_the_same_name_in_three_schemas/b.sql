-- only the archive's copy gains a column and an index
CREATE SCHEMA archive;
CREATE SCHEMA staging;
CREATE TABLE orders (id integer PRIMARY KEY, note text);
CREATE TABLE staging.orders (id integer PRIMARY KEY, note text);

CREATE TABLE archive.orders (id integer PRIMARY KEY, note text, archived_on date);
CREATE INDEX orders_note ON archive.orders (note);
