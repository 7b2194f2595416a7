INSERT INTO seat VALUES (1, 1, 4, 'red'), (1, 2, 5, 'blue');
