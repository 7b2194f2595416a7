INSERT INTO samples VALUES (1, 1, 'x', '(0,1)', '10.0.0.1', '{1,2}');
