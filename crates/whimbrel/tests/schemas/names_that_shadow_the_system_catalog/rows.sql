INSERT INTO shadow.pg_class VALUES (1, 'a', 'x');
