-- PostgreSQL refuses to alter an attribute's type while a table uses it
CREATE TYPE spot AS (x bigint, y bigint);

CREATE TABLE markers (id integer PRIMARY KEY, spot spot);
