INSERT INTO tags VALUES (1, 'blue'), (2, 'green');
