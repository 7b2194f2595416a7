INSERT INTO scratch_items VALUES (1, 'x');
