INSERT INTO people VALUES (1, 'Eva', '1990-01-01');
