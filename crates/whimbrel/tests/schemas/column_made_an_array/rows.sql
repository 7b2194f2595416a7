INSERT INTO surveys VALUES (1, '{1,2,3}', '{yes,no}'), (2, '{}', NULL);
