INSERT INTO books (id, title, subtitle) VALUES (1, 'Tides', 'A history'), (2, 'Moss', NULL);
