INSERT INTO logs VALUES (1, now(), '{a,b}', '(1,2)', 'x');
