-- pg_dump differs: a column that was its table's own is told with the table when a parent comes to hand it down
CREATE TABLE things (id integer NOT NULL, label text DEFAULT 'x', CONSTRAINT things_id CHECK (id > 0));
CREATE TABLE toys (age integer) INHERITS (things);
