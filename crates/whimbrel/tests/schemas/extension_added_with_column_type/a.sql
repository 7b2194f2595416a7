CREATE TABLE readers (id integer PRIMARY KEY, email text NOT NULL);
