INSERT INTO warehouses VALUES (1, 'N'), (2, 'S');
INSERT INTO shelves VALUES (10, 1), (11, 2);
