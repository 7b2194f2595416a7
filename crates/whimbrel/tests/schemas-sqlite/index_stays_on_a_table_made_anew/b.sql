CREATE TABLE hot (id INTEGER PRIMARY KEY, at TEXT CHECK (at <> ''), place TEXT DEFAULT 'y');
CREATE INDEX hot_at ON hot (at);
CREATE UNIQUE INDEX hot_place ON hot (place) WHERE place <> '';
CREATE TRIGGER hot_log AFTER INSERT ON hot BEGIN UPDATE hot SET place = 'x' WHERE id = new.id; END;
