CREATE TABLE trips (id integer PRIMARY KEY, km integer CHECK (km > 0), miles integer, CONSTRAINT trips_one CHECK (km IS NULL OR miles IS NULL));
