CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE old_search USING fts4(body, tokenize=porter);
