INSERT INTO events VALUES (1, 'a', now(), 's'), (2, 'b', NULL, 's');
