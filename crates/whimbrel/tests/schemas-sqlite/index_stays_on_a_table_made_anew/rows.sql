INSERT INTO hot VALUES (1, 'now', 'here');
