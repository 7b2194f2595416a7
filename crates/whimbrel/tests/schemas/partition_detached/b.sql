-- last year is put aside with its rows
CREATE TABLE bills (id integer NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE bills_2023 (id integer NOT NULL, day date NOT NULL, CONSTRAINT bills_2023_pkey PRIMARY KEY (id, day));
CREATE TABLE bills_2024 PARTITION OF bills FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
