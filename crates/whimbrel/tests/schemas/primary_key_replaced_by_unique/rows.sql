INSERT INTO guests VALUES (1, 'P1'), (2, 'P2');
INSERT INTO cars VALUES ('AA', 2);
