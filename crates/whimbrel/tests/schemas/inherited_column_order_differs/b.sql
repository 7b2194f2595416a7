-- the parent's new column stands before the child's own in the desired schema
CREATE TABLE tools (id integer NOT NULL, maker text);
CREATE TABLE drills (watts integer) INHERITS (tools);
