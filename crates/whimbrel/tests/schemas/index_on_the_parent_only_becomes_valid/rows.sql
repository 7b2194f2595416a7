INSERT INTO trips VALUES (1, '2024-02-02', 'x'), (2, '2024-08-08', 'y');
