CREATE TABLE word (id INTEGER PRIMARY KEY, spelling TEXT COLLATE NOCASE, stem TEXT);
CREATE INDEX word_spelling ON word (spelling);
