-- the reference needs an index that is no constraint, and that changes
CREATE TABLE plugs (id integer PRIMARY KEY, shape text NOT NULL, pins integer);

CREATE UNIQUE INDEX plugs_shape ON plugs (shape) INCLUDE (pins);

CREATE TABLE sockets (id integer PRIMARY KEY, shape text REFERENCES plugs (shape));
