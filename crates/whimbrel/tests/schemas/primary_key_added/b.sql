-- a table that had none
CREATE TABLE tags (id integer PRIMARY KEY, name text);
