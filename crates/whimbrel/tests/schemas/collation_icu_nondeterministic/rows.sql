INSERT INTO names VALUES (1, 'Vos'), (2, 'Das');
