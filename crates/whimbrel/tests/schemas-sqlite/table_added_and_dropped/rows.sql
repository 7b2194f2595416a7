INSERT INTO ferry VALUES (1, 'Aurora'), (2, 'Hebe');
INSERT INTO berth VALUES (1, 1), (1, 2);
