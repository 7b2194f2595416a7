-- pg_dump differs: where a parent gains a NOT NULL that a child has, no statement makes it the parent's alone
-- postgres: >=18
CREATE TABLE trees (id integer CONSTRAINT trees_id_needed NOT NULL, height integer NOT NULL, name text NOT NULL);
CREATE TABLE alders () INHERITS (trees);
CREATE TABLE black_alders () INHERITS (alders);
