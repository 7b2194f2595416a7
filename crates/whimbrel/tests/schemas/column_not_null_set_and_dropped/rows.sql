INSERT INTO members VALUES (1, 'a@example.org', '123');
