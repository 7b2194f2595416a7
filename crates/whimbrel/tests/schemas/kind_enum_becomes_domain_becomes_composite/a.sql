CREATE TYPE t1 AS ENUM ('a', 'b');
CREATE DOMAIN t2 AS text CHECK (VALUE <> '');
CREATE TYPE t3 AS (x integer);
CREATE TYPE t4 AS RANGE (SUBTYPE = integer);
CREATE TABLE uses (id integer PRIMARY KEY, v1 t1 DEFAULT 'a');
