INSERT INTO shifts VALUES (1, 'E1', B'101', '08:00', '2024-01-01 08:00:00+00', '2 hours 30 minutes', 1.25);
