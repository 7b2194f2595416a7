INSERT INTO docs VALUES (1, 'ada', NULL, true);
