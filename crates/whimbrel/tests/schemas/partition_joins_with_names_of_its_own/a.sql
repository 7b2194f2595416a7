-- postgres: >=18
CREATE TABLE tolls (id integer CONSTRAINT tolls_have_an_id NOT NULL, year integer NOT NULL) PARTITION BY LIST (year);
CREATE TABLE tolls_2024 (id integer CONSTRAINT id_2024 NOT NULL, year integer NOT NULL);
COMMENT ON CONSTRAINT id_2024 ON tolls_2024 IS 'an id';
CREATE TABLE tolls_2025 (id integer, year integer);
