INSERT INTO doc VALUES (1, 'a quick fox'), (5, 'a slow bear');
INSERT INTO old_search (rowid, body) VALUES (3, 'running');
