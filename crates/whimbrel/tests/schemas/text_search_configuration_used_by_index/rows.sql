INSERT INTO recipes VALUES (1, 'salt and patience');
