INSERT INTO orders VALUES (1, 'Ada', 120, true), (2, 'Bo', 5, false);
