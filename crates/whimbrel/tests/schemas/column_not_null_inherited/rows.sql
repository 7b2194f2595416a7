INSERT INTO gems VALUES (1, 'opal');
