INSERT INTO Users VALUES (1, 'a@x', 'a');
INSERT INTO posts VALUES (1, 1);
