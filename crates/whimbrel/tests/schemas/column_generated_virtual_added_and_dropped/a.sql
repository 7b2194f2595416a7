-- postgres: >=18
CREATE TABLE boxes (id integer PRIMARY KEY, w integer NOT NULL, h integer NOT NULL, area bigint GENERATED ALWAYS AS (w::bigint * h) VIRTUAL);
