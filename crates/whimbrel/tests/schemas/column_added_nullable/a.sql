CREATE TABLE addresses (id integer PRIMARY KEY, street text NOT NULL);
