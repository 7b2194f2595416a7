-- open: columns that become inherited are told by another order in pg_dump
CREATE TABLE things (id integer NOT NULL, label text DEFAULT 'x', CONSTRAINT things_id CHECK (id > 0));
CREATE TABLE toys (age integer) INHERITS (things);
