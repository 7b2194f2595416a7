INSERT INTO slots VALUES (1, 1, 'a', NULL), (2, 2, 'b', 'x');
