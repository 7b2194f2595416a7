INSERT INTO bottles VALUES (1, 'red');
