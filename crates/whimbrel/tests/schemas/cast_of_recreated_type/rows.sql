INSERT INTO marks VALUES (1, 'a'), (2, 'd');
