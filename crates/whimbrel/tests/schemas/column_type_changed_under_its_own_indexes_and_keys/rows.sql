INSERT INTO albums VALUES (1, 'Quartet'), (20, 'Trio');
INSERT INTO tracks VALUES (1, 1), (2, 20);
