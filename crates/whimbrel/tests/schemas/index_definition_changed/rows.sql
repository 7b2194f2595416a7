INSERT INTO letters VALUES (1, 'a', 'b', '2024-01-01 00:00+00');
