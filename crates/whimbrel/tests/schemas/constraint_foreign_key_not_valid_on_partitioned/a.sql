-- postgres: >=18
CREATE TABLE lines (id integer PRIMARY KEY);
CREATE TABLE runs (id integer NOT NULL, line integer, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE runs_1 PARTITION OF runs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
