CREATE VIRTUAL TABLE notes USING fts5(title, body);
CREATE VIRTUAL TABLE older USING fts4(title, body);
