INSERT INTO diary VALUES (1, 'bad', 'wet'), (2, 'good', NULL);
