INSERT INTO pages VALUES (1, to_tsvector('simple', 'one two'));
