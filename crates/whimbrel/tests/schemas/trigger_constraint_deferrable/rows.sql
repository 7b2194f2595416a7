INSERT INTO entries VALUES (1, 5, 5);
