-- reaches every partition
CREATE TABLE calls (id bigint NOT NULL, at timestamptz NOT NULL, who text) PARTITION BY RANGE (at);
CREATE TABLE calls_2023 PARTITION OF calls FOR VALUES FROM ('2023-01-01 00:00+00') TO ('2024-01-01 00:00+00');
CREATE TABLE calls_2024 PARTITION OF calls FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');

CREATE INDEX calls_who ON calls (who);
CREATE UNIQUE INDEX calls_id_at ON calls (id, at);
