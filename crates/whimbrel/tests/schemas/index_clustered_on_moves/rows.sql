INSERT INTO readings VALUES (1, 1, now()), (2, 1, NULL);
