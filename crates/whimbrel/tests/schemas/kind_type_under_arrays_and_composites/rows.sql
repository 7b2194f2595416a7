INSERT INTO hares VALUES (1, '{dark,light}', ROW('light', 2), 3), (2, '{}', NULL, NULL);
