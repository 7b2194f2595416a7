-- postgres: >=18
CREATE TABLE rocks (id integer, name text);
CREATE TABLE gems () INHERITS (rocks);

ALTER TABLE rocks ADD CONSTRAINT rocks_id_needed NOT NULL id NO INHERIT;
