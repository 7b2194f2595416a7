INSERT INTO notes (rowid, title, body) VALUES (10, 'One', 'first words'), (20, 'Two', 'second words');
INSERT INTO older (rowid, title, body) VALUES (7, 'One', 'first words');
