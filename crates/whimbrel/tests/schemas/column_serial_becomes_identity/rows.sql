INSERT INTO comments (body) VALUES ('first'), ('second');
