INSERT INTO trees VALUES (1, 2, 'a');
INSERT INTO black_alders VALUES (3, 4, 'b');
