INSERT INTO user VALUES (1, 'a@x', 'a', 1, 'A'), (2, 'b@x', 'b', 1, 'B'), (3, NULL, NULL, NULL, NULL);
