-- types of one kind turn into another under the same name
CREATE DOMAIN t1 AS text CHECK (VALUE IN ('a', 'b'));
CREATE TYPE t2 AS (x integer);
CREATE TYPE t3 AS RANGE (SUBTYPE = integer);
CREATE TYPE t4 AS ENUM ('x');
CREATE TABLE uses (id integer PRIMARY KEY, v1 t1 DEFAULT 'a');
