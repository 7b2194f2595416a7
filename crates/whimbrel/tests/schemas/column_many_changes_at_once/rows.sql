INSERT INTO phrases VALUES (1, 'hi');
