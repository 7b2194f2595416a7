INSERT INTO tokens (token) VALUES ('x');
