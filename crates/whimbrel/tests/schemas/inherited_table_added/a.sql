CREATE TABLE named (name text NOT NULL);
CREATE TABLE dated (day date DEFAULT '2024-01-01', CONSTRAINT dated_recent CHECK (day > '1990-01-01'));

CREATE TABLE festivals (visitors integer) INHERITS (named);
