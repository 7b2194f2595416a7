CREATE SCHEMA extensions;

CREATE EXTENSION hstore;
CREATE TABLE items (id integer PRIMARY KEY, extra hstore);
