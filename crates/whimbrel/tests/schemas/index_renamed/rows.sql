INSERT INTO wines VALUES (1, 2001, 'merlot');
