CREATE TABLE switches (id integer PRIMARY KEY, state integer NOT NULL DEFAULT 0, level integer DEFAULT 5, at bigint);
