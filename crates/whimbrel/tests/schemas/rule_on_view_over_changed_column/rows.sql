INSERT INTO dishes VALUES (1, 12), (2, 24);
