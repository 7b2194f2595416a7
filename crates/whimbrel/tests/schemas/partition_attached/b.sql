-- a table that stood alone becomes a partition, and keeps its rows
CREATE TABLE readings (meter integer NOT NULL, day date NOT NULL, value real) PARTITION BY RANGE (day);
CREATE TABLE readings_2023 PARTITION OF readings FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE readings_2024 (meter integer NOT NULL, day date NOT NULL, value real);
CREATE INDEX readings_day ON readings (day);

ALTER TABLE readings ATTACH PARTITION readings_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
