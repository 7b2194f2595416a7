INSERT INTO addresses VALUES (1, 'Kade 12'), (2, 'Markt 3');
