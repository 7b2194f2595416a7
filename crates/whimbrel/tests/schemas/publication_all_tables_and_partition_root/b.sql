-- for all tables cannot be altered into; partitions as their root
CREATE TABLE b1 (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE b1_1 PARTITION OF b1 FOR VALUES FROM (0) TO (10);

CREATE PUBLICATION everything FOR TABLE b1_1;
CREATE PUBLICATION roots FOR TABLE b1 WITH (publish_via_partition_root = true);
