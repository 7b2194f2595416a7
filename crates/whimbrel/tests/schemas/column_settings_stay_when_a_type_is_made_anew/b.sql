-- what is set of a column is set again when PostgreSQL forgets it with the type
CREATE TYPE point_in AS (y integer, x integer);
CREATE DOMAIN note AS text;

CREATE TABLE places (id integer PRIMARY KEY, at point_in, note note);
CREATE TABLE far_places (far boolean) INHERITS (places);
ALTER TABLE places ALTER COLUMN at SET STORAGE EXTERNAL, ALTER COLUMN note SET STORAGE MAIN;
ALTER TABLE ONLY far_places ALTER COLUMN at SET STORAGE MAIN, ALTER COLUMN note SET STORAGE EXTERNAL;
ALTER TABLE places ALTER COLUMN note SET STATISTICS 50;
