CREATE TABLE log_lines (id bigint NOT NULL, at timestamptz NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE log_lines_2024_01 PARTITION OF log_lines FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2024-02-01 00:00+00');
