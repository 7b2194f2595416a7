INSERT INTO base VALUES (1, 'x');
INSERT INTO derived VALUES (1, 'x');
