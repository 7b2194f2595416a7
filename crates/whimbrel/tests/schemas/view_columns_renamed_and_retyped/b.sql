-- a view cannot be replaced when its columns change; what stands on it waits
CREATE TABLE weighings (id integer PRIMARY KEY, grams integer NOT NULL, at timestamptz NOT NULL);

CREATE VIEW weights AS SELECT id, grams / 1000.0 AS kilograms, at::date AS day FROM weighings;
CREATE VIEW heavy AS SELECT id, kilograms FROM weights WHERE kilograms > 1;
