INSERT INTO person (id, first, last) VALUES (1, 'Eva', 'Lund'), (2, 'Jo', NULL);
