CREATE TABLE vehicles (id integer NOT NULL, wheels integer DEFAULT 4);
CREATE TABLE cars () INHERITS (vehicles);
