INSERT INTO songs VALUES (1, 'Élan');
