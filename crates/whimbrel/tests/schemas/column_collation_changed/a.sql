CREATE TABLE labels (id integer PRIMARY KEY, name text, code varchar(8) COLLATE "C");
CREATE INDEX labels_name ON labels (name);
