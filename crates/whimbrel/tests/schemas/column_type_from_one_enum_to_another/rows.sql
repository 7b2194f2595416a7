INSERT INTO flags VALUES (1, 'blue', '{blue}');
