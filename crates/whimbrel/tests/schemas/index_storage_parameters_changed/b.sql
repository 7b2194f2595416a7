-- each method's own
CREATE TABLE logs (id bigint PRIMARY KEY, at timestamptz, tags text[], place point, kind text);

CREATE INDEX logs_at ON logs USING brin (at) WITH (pages_per_range = 64, autosummarize = on);
CREATE INDEX logs_tags ON logs USING gin (tags) WITH (gin_pending_list_limit = 256);
CREATE INDEX logs_place ON logs USING gist (place);
CREATE INDEX logs_kind ON logs (kind) WITH (deduplicate_items = off);
