INSERT INTO child_1 VALUES (1, 'a', 2);
INSERT INTO child_2 VALUES (2, 'b');
