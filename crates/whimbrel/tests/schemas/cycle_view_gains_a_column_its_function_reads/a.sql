-- postgres: >=14
CREATE TABLE stars (id integer PRIMARY KEY, name text, size integer);

CREATE VIEW bright AS SELECT id, name FROM stars;
