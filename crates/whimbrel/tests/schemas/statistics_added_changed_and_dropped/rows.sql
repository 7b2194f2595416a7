INSERT INTO cars VALUES (1, 'A', 'B', 2000, 'red');
