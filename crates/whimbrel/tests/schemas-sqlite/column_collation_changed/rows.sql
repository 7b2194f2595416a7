INSERT INTO word VALUES (1, 'Elk', 'elk  '), (2, 'elk', 'elk');
