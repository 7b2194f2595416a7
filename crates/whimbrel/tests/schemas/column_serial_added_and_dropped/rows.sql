INSERT INTO plays (title) VALUES ('storm');
INSERT INTO acts VALUES ('I', 1);
