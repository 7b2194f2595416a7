CREATE TABLE hot (id INTEGER PRIMARY KEY, at TEXT, place TEXT);
CREATE INDEX hot_at ON hot (at);
CREATE UNIQUE INDEX hot_place ON hot (place) WHERE place <> '';
CREATE TRIGGER hot_log AFTER INSERT ON hot BEGIN UPDATE hot SET place = 'x' WHERE id = new.id; END;
