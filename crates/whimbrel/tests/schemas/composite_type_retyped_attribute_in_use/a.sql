CREATE TYPE spot AS (x integer, y integer);

CREATE TABLE markers (id integer PRIMARY KEY, spot spot);
