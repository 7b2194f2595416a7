-- reads moved from names to dates
CREATE TABLE events (id integer PRIMARY KEY, name text, happened timestamptz, source text);

CREATE INDEX events_happened ON events (happened DESC NULLS LAST, id);
CREATE UNIQUE INDEX events_source_name ON events (source, name);
