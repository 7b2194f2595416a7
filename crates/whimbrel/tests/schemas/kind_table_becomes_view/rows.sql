-- loses: people
INSERT INTO people VALUES (1, 'Eva Bos');
