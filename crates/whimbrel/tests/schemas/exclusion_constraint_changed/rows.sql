INSERT INTO parking VALUES (1, '(0,0)', '(1,1),(0,0)', false), (2, '(5,5)', '(6,6),(5,5)', true);
