INSERT INTO hits VALUES ('/', 4);
