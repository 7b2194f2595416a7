-- children change their parents and keep their columns
CREATE TABLE base (id integer NOT NULL, note text, CONSTRAINT base_id CHECK (id > 0));
CREATE TABLE child_1 (id integer NOT NULL, note text, more integer, CONSTRAINT base_id CHECK (id > 0));
CREATE TABLE child_2 (id integer NOT NULL, note text, CONSTRAINT base_id CHECK (id > 0));

ALTER TABLE child_1 INHERIT base;
