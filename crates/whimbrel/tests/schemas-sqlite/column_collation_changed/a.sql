CREATE TABLE word (id INTEGER PRIMARY KEY, spelling TEXT, stem TEXT COLLATE RTRIM);
CREATE INDEX word_spelling ON word (spelling);
