INSERT INTO memberships VALUES ('ada', 1);
INSERT INTO issues VALUES (1, 1);
