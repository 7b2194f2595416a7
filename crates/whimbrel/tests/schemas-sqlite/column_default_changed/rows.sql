INSERT INTO setting (id) VALUES (1), (2);
