-- in place, with the columns that use it
CREATE SCHEMA extensions;

CREATE EXTENSION hstore SCHEMA extensions;
CREATE TABLE items (id integer PRIMARY KEY, extra extensions.hstore);
