INSERT INTO gifts VALUES (1, 5, 'x');
