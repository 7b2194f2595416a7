CREATE TABLE shapes (id integer NOT NULL, w integer, area integer GENERATED ALWAYS AS (w * w) STORED);
CREATE TABLE squares () INHERITS (shapes);
