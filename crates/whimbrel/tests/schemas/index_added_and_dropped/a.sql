CREATE TABLE events (id integer PRIMARY KEY, name text, happened timestamptz, source text);

CREATE INDEX events_name ON events (name);
