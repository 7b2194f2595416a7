INSERT INTO tiles (id, w, h) VALUES (1, 3, 4);
