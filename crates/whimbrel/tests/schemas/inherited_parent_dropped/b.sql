-- the children stay and own their columns
CREATE TABLE toys (id integer NOT NULL, label text DEFAULT 'x', age integer, CONSTRAINT things_id CHECK (id > 0));
