-- what children take of generated columns
CREATE TABLE shapes (id integer NOT NULL, w integer, area integer);
CREATE TABLE squares () INHERITS (shapes);
