-- every partition had its own key; the parent has it now
CREATE TABLE stays (id integer NOT NULL, year integer NOT NULL) PARTITION BY LIST (year);
CREATE TABLE stays_2023 PARTITION OF stays FOR VALUES IN (2023);
CREATE TABLE stays_2024 PARTITION OF stays FOR VALUES IN (2024);

ALTER TABLE stays ADD CONSTRAINT stays_id UNIQUE (id, year);
