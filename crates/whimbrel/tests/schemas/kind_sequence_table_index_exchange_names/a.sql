CREATE SEQUENCE thing_1;
CREATE TABLE holder (id integer);
CREATE INDEX thing_2 ON holder (id);
CREATE MATERIALIZED VIEW thing_3 AS SELECT 1 AS one;
