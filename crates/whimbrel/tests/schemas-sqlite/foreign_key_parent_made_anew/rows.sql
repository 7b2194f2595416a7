INSERT INTO owner VALUES (1, 'Ann'), (2, 'Bea');
INSERT INTO dog VALUES (1, 1), (2, 2);
INSERT INTO flea VALUES (1, 1), (2, 1), (3, 2);
