INSERT INTO quotes (id) VALUES (1);
