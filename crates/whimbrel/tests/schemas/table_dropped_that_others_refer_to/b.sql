-- the target of two references and of a view goes, those who referred stay
CREATE TABLE bikes (id integer PRIMARY KEY, brand integer);
CREATE TABLE shoes (id integer PRIMARY KEY, brand integer);
CREATE VIEW bike_brands AS SELECT b.id, 'unknown'::text AS name FROM bikes b;
