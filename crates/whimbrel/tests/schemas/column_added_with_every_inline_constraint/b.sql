-- a column that comes with its own key, reference and check, and a sampled default
CREATE TABLE cities (id integer PRIMARY KEY);

CREATE TABLE museums (
    id integer PRIMARY KEY,
    city integer REFERENCES cities ON DELETE SET NULL CHECK (city > 0),
    code text COLLATE "C" UNIQUE,
    rooms smallint DEFAULT 1 NOT NULL CHECK (rooms BETWEEN 1 AND 999)
);
