INSERT INTO log_lines VALUES (1, '2024-01-10 00:00+00', 'start');
