INSERT INTO places VALUES (1, '(1,2)', 'here');
INSERT INTO far_places VALUES (2, '(3,4)', 'there', true);
