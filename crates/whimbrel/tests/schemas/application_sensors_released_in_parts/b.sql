-- a table grows into partitions of its own schema, roll-ups are stored, rights are narrowed
CREATE SCHEMA samples_parts;
CREATE TYPE sensor_kind AS ENUM ('heat', 'rain', 'wind');
CREATE TABLE sensors (id integer PRIMARY KEY, kind sensor_kind NOT NULL, place point, retired date);
CREATE TABLE samples (sensor_id integer NOT NULL REFERENCES sensors ON DELETE CASCADE, at timestamptz NOT NULL, value double precision NOT NULL, PRIMARY KEY (sensor_id, at)) PARTITION BY RANGE (at);
CREATE TABLE samples_parts.p2023 PARTITION OF samples FOR VALUES FROM ('2023-01-01 00:00+00') TO ('2024-01-01 00:00+00');
CREATE TABLE samples_parts.p2024 PARTITION OF samples FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
CREATE INDEX samples_at ON samples USING brin (at) WITH (pages_per_range = 64);
CREATE MATERIALIZED VIEW sample_days AS SELECT sensor_id, date_trunc('day', at) AS day, avg(value) AS average FROM samples GROUP BY 1, 2;
CREATE UNIQUE INDEX sample_days_key ON sample_days (sensor_id, day);
CREATE VIEW sample_months AS SELECT sensor_id, date_trunc('month', day) AS month, avg(average) AS average FROM sample_days GROUP BY 1, 2;
CREATE INDEX sensors_place ON sensors USING gist (place) WHERE retired IS NULL;
GRANT SELECT ON sensors, sample_days, sample_months TO role_a;
GRANT INSERT ON samples TO role_a;
