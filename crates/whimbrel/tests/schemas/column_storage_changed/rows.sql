INSERT INTO documents VALUES (1, repeat('x', 9000), 'x', '\x00');
