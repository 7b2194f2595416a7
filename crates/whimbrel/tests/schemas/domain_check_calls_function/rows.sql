INSERT INTO readers VALUES (1, 'a@example.org');
