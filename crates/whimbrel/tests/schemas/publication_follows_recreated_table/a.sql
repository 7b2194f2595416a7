-- postgres: >=15
CREATE TABLE feed (id integer PRIMARY KEY, body text);

CREATE PUBLICATION feed_out FOR TABLE feed (id, body) WHERE (id > 0) WITH (publish_via_partition_root = true);
