-- NOT NULL goes from a parent, and its children keep it, or not
CREATE TABLE trees (id integer, height integer, name text NOT NULL NO INHERIT);
CREATE TABLE alders (height integer NOT NULL) INHERITS (trees);
CREATE TABLE black_alders () INHERITS (alders);
