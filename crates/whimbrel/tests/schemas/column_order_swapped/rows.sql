INSERT INTO coordinates VALUES (1, 52.0, 4.3);
