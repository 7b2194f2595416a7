INSERT INTO stakes VALUES (1, 25, 'a');
