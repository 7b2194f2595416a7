INSERT INTO peaks VALUES (1, 'Horn', 3000);
INSERT INTO passes VALUES (1, 'Saddle', 2000);
