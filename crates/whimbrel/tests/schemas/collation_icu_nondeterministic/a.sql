-- server only: the embedded PostgreSQL has no ICU
CREATE TABLE names (id integer PRIMARY KEY, name text);
