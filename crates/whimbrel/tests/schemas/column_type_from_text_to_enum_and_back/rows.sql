INSERT INTO campaigns VALUES (1, 'live'), (2, 'draft');
