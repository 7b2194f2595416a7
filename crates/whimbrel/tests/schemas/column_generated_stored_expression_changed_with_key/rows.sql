INSERT INTO plates (id, plate) VALUES (1, 'ab-12-cd');
