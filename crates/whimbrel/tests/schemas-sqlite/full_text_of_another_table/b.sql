CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT, title TEXT UNIQUE);
CREATE VIRTUAL TABLE doc_search USING fts5(body, title, content='doc', content_rowid='id', tokenize='porter');
CREATE TRIGGER doc_in AFTER INSERT ON doc BEGIN INSERT INTO doc_search (rowid, body, title) VALUES (new.id, new.body, new.title); END;
CREATE TRIGGER doc_out AFTER DELETE ON doc BEGIN INSERT INTO doc_search (doc_search, rowid, body, title) VALUES ('delete', old.id, old.body, old.title); END;
