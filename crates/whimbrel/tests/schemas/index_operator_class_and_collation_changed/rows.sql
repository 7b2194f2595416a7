INSERT INTO words VALUES (1, 'hut', 'huts', '{"n": 1}');
