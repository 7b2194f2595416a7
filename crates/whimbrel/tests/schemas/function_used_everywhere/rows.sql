INSERT INTO devices (id) VALUES (1), (2);
