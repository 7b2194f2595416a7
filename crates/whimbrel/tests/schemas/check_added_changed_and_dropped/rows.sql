INSERT INTO products VALUES (1, 10, 2, 'cup'), (2, 20, NULL, 'pot');
