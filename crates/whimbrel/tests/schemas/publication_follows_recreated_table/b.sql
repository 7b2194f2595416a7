-- a published table is replaced by a partitioned one
CREATE TABLE feed (id integer PRIMARY KEY, body text) PARTITION BY RANGE (id);
CREATE TABLE feed_all PARTITION OF feed DEFAULT;

CREATE PUBLICATION feed_out FOR TABLE feed (id, body) WHERE (id > 0) WITH (publish_via_partition_root = true);
