INSERT INTO toys VALUES (1, 'bear', 3);
