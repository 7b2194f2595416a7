INSERT INTO area VALUES (1, 0.0, 2.0, 'a'), (9, 1.0, 3.0, 'b');
