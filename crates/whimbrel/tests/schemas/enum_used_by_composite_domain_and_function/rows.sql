INSERT INTO parcels VALUES (1, ROW(2, 'kg'), 'g');
