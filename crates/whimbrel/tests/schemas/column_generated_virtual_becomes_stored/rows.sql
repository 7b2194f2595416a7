INSERT INTO names (id, raw) VALUES (1, 'Åsa');
