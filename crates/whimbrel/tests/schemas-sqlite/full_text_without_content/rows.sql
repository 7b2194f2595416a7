INSERT INTO hints (rowid, body) VALUES (1, 'words');
