CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT, kind TEXT, who TEXT);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_kind ON event (kind);
CREATE UNIQUE INDEX event_who ON event (who);
