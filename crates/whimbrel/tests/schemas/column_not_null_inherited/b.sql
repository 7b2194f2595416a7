-- NOT NULL that children take or do not take
CREATE TABLE rocks (id integer, name text);
CREATE TABLE gems () INHERITS (rocks);

ALTER TABLE rocks ADD CONSTRAINT rocks_id_needed NOT NULL id;
ALTER TABLE gems ADD CONSTRAINT gems_name_needed NOT NULL name;
