INSERT INTO categories VALUES (1, 'all'), (2, 'some');
