CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT, kind TEXT, who TEXT);
CREATE INDEX event_at ON event (at DESC, kind);
CREATE INDEX event_who ON event (who COLLATE NOCASE);
CREATE UNIQUE INDEX event_all ON event (at, kind, who);
