INSERT INTO readers (id, first_name, last_name) VALUES (1, 'Noor', 'Vis'), (2, 'Sam', 'Oke');
