INSERT INTO stock VALUES ('bolt', 10);
