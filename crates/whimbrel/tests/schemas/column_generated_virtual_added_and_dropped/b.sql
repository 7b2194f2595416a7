-- computed when read
CREATE TABLE boxes (id integer PRIMARY KEY, w integer NOT NULL, h integer NOT NULL, edge integer GENERATED ALWAYS AS (2 * (w + h)) NOT NULL);
