INSERT INTO job VALUES (5, 'pack');
INSERT INTO run VALUES (9, 'first'), (10, 'second');
