-- postgres: >=14
CREATE TABLE packets (id bigint, at timestamptz, host inet);

CREATE INDEX packets_at ON packets USING brin (at timestamptz_minmax_ops) WITH (pages_per_range = 16);
CREATE INDEX packets_host ON packets USING brin (host inet_minmax_ops);
