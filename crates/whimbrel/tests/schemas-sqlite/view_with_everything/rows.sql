INSERT INTO staff VALUES (1, NULL, 'Top', 9), (2, 1, 'Low', 3);
