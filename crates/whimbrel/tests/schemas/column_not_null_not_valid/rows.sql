INSERT INTO owners VALUES (1, 'a@example.org', '1', 'Delft');
