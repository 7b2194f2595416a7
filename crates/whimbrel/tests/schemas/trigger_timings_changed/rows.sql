INSERT INTO gates VALUES (1, true);
