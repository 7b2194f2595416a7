CREATE TABLE weighings (id integer PRIMARY KEY, grams integer NOT NULL, at timestamptz NOT NULL);

CREATE VIEW weights AS SELECT id, grams AS weight, at FROM weighings;
CREATE VIEW heavy AS SELECT id, weight FROM weights WHERE weight > 1000;
