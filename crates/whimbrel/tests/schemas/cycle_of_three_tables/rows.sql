INSERT INTO users VALUES (1, NULL);
INSERT INTO leagues VALUES (1, 1);
INSERT INTO teams VALUES (1, 1);
UPDATE users SET home_team = 1;
