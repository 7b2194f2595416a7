-- loses: brands
INSERT INTO brands VALUES (1, 'Gazelle');
INSERT INTO bikes VALUES (1, 1);
INSERT INTO shoes VALUES (1, 1);
