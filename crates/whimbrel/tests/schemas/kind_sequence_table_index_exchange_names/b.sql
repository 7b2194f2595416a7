-- one name is a sequence, then a table; another an index, then a view
CREATE TABLE thing_1 (id integer);
CREATE TABLE holder (id integer);
CREATE VIEW thing_2 AS SELECT id FROM holder;
CREATE SEQUENCE thing_3;
