-- tables join a table and take over what it calls its NOT NULL
CREATE TABLE tolls (id integer CONSTRAINT tolls_have_an_id NOT NULL, year integer NOT NULL) PARTITION BY LIST (year);
CREATE TABLE tolls_2024 PARTITION OF tolls FOR VALUES IN (2024);
CREATE TABLE tolls_2025 PARTITION OF tolls FOR VALUES IN (2025);
