INSERT INTO folder VALUES (1, NULL, '/'), (2, 1, 'home'), (3, 2, 'me');
