CREATE TABLE maintenance (id integer PRIMARY KEY, during tstzrange NOT NULL, cancelled boolean NOT NULL DEFAULT false);
