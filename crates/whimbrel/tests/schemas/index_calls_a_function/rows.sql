INSERT INTO singers VALUES (1, 'Una'), (2, 'Ovo');
