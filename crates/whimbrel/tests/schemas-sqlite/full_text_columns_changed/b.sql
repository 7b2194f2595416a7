CREATE VIRTUAL TABLE notes USING fts5(body, title, author UNINDEXED, prefix='2 3');
CREATE VIRTUAL TABLE older USING fts4(title, body, author, order=desc);
