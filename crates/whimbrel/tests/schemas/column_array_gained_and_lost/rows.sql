INSERT INTO contacts VALUES (1, '+31 15');
