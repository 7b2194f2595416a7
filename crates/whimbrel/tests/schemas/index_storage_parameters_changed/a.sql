-- postgres: >=13
CREATE TABLE logs (id bigint PRIMARY KEY, at timestamptz, tags text[], place point, kind text);

CREATE INDEX logs_at ON logs USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX logs_tags ON logs USING gin (tags) WITH (fastupdate = off);
CREATE INDEX logs_place ON logs USING gist (place) WITH (buffering = on);
CREATE INDEX logs_kind ON logs (kind) WITH (fillfactor = 80);
