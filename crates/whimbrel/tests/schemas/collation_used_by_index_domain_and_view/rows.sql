INSERT INTO shelved VALUES (1, 'A 1', 'Moss');
