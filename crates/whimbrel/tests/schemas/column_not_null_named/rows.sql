INSERT INTO riders VALUES (1, 'Jo', 'Bay');
