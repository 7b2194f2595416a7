INSERT INTO visit VALUES (1, '/'), (2, '/about');
