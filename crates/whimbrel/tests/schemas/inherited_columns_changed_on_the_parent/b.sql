-- type, default, check and a new column come down to the child
CREATE TABLE vehicles (id bigint NOT NULL, wheels integer DEFAULT 2, plate text, CONSTRAINT vehicles_wheels CHECK (wheels > 0));
CREATE TABLE cars () INHERITS (vehicles);
