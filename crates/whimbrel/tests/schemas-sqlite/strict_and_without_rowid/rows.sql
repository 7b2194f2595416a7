INSERT INTO grid VALUES (1, 2, 'a'), (2, 1, 'b');
