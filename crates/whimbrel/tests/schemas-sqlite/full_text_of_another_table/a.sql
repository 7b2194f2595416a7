CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_search USING fts5(body, content='doc', content_rowid='id');
CREATE TRIGGER doc_in AFTER INSERT ON doc BEGIN INSERT INTO doc_search (rowid, body) VALUES (new.id, new.body); END;
CREATE TRIGGER doc_out AFTER DELETE ON doc BEGIN INSERT INTO doc_search (doc_search, rowid, body) VALUES ('delete', old.id, old.body); END;
