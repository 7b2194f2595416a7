INSERT INTO imports VALUES (1, '12', '2024-02-29', 'true', '{"a": 1}'), (2, NULL, NULL, 'f', '[]');
