CREATE TABLE readings (meter integer NOT NULL, day date NOT NULL, value real) PARTITION BY RANGE (day);
CREATE TABLE readings_2023 PARTITION OF readings FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE readings_2024 (meter integer NOT NULL, day date NOT NULL, value real);
CREATE INDEX readings_day ON readings (day);

CREATE INDEX readings_2024_day_idx ON readings_2024 (day);
