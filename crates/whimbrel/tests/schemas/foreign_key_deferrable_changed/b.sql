-- can be altered in place
CREATE TABLE nodes (id integer PRIMARY KEY);

CREATE TABLE edges (
    source integer CONSTRAINT edges_source REFERENCES nodes DEFERRABLE,
    target integer CONSTRAINT edges_target REFERENCES nodes NOT DEFERRABLE
);
