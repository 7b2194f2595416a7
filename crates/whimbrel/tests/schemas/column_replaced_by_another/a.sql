CREATE TABLE rooms (id integer PRIMARY KEY, beds integer NOT NULL DEFAULT 1);
