INSERT INTO sensors VALUES (1, '°C', 0);
