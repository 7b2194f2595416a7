INSERT INTO lots VALUES (1, 'a', 1), (2, NULL, NULL);
