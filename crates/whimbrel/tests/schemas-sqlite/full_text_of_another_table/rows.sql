INSERT INTO doc VALUES (1, 'a quick fox'), (5, 'a slow bear');
