INSERT INTO sample VALUES (1, 2.5, 'mud', x'0102');
