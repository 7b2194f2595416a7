-- what the parent gains and loses reaches every partition
CREATE TABLE scans (
    id bigint NOT NULL,
    day date NOT NULL,
    badge varchar(20) DEFAULT 'none' NOT NULL,
    CONSTRAINT scans_id CHECK (id > 0),
    CONSTRAINT scans_key PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE scans_1 PARTITION OF scans FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE scans_2 PARTITION OF scans FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
