-- column order differs
CREATE TABLE tools (id integer NOT NULL);
CREATE TABLE drills (watts integer) INHERITS (tools);
