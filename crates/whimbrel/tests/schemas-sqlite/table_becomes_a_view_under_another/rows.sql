INSERT INTO base VALUES (1, 'a', 'b');
INSERT INTO middle VALUES (1, 'a');
