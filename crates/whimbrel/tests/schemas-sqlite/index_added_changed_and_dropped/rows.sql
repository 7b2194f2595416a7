INSERT INTO event VALUES (1, '2024', 'a', 'x'), (2, '2025', 'b', 'y');
