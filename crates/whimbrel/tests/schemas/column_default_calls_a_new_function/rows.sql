INSERT INTO invites VALUES (1, 'x');
