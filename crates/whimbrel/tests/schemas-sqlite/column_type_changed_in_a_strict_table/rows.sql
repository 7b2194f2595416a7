INSERT INTO gauge VALUES (1, 5, 'bar'), (2, NULL, 'K');
