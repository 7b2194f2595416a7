INSERT INTO markers VALUES (1, ROW(3, 4)), (2, NULL);
