CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, changed TEXT);
CREATE TABLE log (item INTEGER, what TEXT);
CREATE TRIGGER item_new AFTER INSERT ON item BEGIN INSERT INTO log (item, what) VALUES (new.id, 'made; once'); END;
CREATE TRIGGER item_changed AFTER UPDATE OF name, changed ON item BEGIN
  UPDATE item SET changed = CASE WHEN new.changed IS NULL THEN datetime('now') ELSE new.changed END WHERE id = new.id;
  INSERT OR REPLACE INTO log SELECT id, name FROM item WHERE id = new.id;
END;
