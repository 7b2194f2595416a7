INSERT INTO reading VALUES (1, 12, 0.25, '007', x'01', 'x'), (2, NULL, -3.5, 'b', NULL, 4);
