CREATE TABLE accounts (id integer PRIMARY KEY, email text, nickname text UNIQUE);
