INSERT INTO hot VALUES (1, 'now');
INSERT INTO cold VALUES (1, 'then');
