INSERT INTO sale VALUES (1, 5, 'mon'), (2, 5000, 'tue');
