INSERT INTO uses VALUES (1, 'b');
