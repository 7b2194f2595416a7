INSERT INTO book VALUES (1, 'Moss', 'B', 80), (2, 'Fjord', 'A', 320);
