INSERT INTO trace (_rowid_, what) VALUES (5, 'five'), (9, 'nine');
INSERT INTO plain (rowid, what) VALUES (5, 'five'), (9, 'nine');
