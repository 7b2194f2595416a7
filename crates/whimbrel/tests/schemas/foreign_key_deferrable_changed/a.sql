CREATE TABLE nodes (id integer PRIMARY KEY);

CREATE TABLE edges (
    source integer CONSTRAINT edges_source REFERENCES nodes,
    target integer CONSTRAINT edges_target REFERENCES nodes DEFERRABLE INITIALLY DEFERRED
);
