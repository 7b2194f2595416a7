-- the same signature is computed over many rows
CREATE TABLE draws (id integer PRIMARY KEY, n integer);

CREATE AGGREGATE most(integer) (SFUNC = int4larger, STYPE = integer);
CREATE VIEW best_draw AS SELECT most(n) AS n FROM draws;
