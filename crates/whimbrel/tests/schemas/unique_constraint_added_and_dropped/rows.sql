INSERT INTO accounts VALUES (1, 'a@example.org', 'al'), (2, NULL, 'bo');
