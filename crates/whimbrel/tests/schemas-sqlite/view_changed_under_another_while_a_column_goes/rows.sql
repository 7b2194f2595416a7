INSERT INTO here VALUES (1, 'a', 'b');
