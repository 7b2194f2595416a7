-- loses: pets.chip
INSERT INTO pets VALUES (1, 'Rex', 'c-1');
