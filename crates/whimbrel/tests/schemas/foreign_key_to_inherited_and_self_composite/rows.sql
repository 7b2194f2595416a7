INSERT INTO versions VALUES (1, 1, NULL), (1, 2, 1);
