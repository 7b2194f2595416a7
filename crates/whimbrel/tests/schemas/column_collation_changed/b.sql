-- names sort by bytes, codes by the database's own rule
CREATE TABLE labels (id integer PRIMARY KEY, name text COLLATE "C", code varchar(8));
CREATE INDEX labels_name ON labels (name);
