INSERT INTO run VALUES (41, 'first');
DELETE FROM run;
INSERT INTO full_run VALUES (3, 'x'), (77, 'y');
DELETE FROM full_run WHERE id = 77;
