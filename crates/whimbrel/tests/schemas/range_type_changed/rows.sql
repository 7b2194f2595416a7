INSERT INTO drawers VALUES (1, '[a,c)');
