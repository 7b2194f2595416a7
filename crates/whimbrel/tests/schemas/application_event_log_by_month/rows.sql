INSERT INTO events (id, at, level, source) VALUES (1, '2024-01-05 00:00+00', 'info', 'web'), (2, '2024-02-05 00:00+00', 'error', 'db'), (3, '2024-03-05 00:00+00', 'debug', 'web');
