INSERT INTO employees VALUES (1, 1), (1, 2);
INSERT INTO teams VALUES (1, 1, 2, 1);
