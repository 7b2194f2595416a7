INSERT INTO pupils VALUES (1, '2b', 7), (2, '2b', 9);
