-- postgres: >=18
CREATE TABLE fares (id integer PRIMARY KEY, km numeric NOT NULL, price numeric GENERATED ALWAYS AS (km * 2) VIRTUAL);

CREATE VIEW fare_list AS SELECT id, price FROM fares;
