-- a partition may have other defaults, parameters, checks and indexes than its parent
CREATE TABLE heats (id integer NOT NULL, day date NOT NULL, score integer DEFAULT 0) PARTITION BY RANGE (day);
CREATE TABLE heats_2 PARTITION OF heats FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');

CREATE TABLE heats_1 PARTITION OF heats (score DEFAULT 10, CONSTRAINT heats_1_score CHECK (score < 1000))
    FOR VALUES FROM ('2024-01-01') TO ('2024-02-01') WITH (fillfactor = 75);
CREATE INDEX heats_1_score_idx ON heats_1 (score);
ALTER TABLE heats_1 ALTER COLUMN score SET NOT NULL;
