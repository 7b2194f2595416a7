-- bloom and minmax-multi summaries
CREATE TABLE packets (id bigint, at timestamptz, host inet);

CREATE INDEX packets_at ON packets USING brin (at timestamptz_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 16);
CREATE INDEX packets_host ON packets USING brin (host inet_bloom_ops (false_positive_rate = 0.05, n_distinct_per_range = 100));
