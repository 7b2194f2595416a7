CREATE TABLE members (id integer PRIMARY KEY, email text, phone text NOT NULL);
