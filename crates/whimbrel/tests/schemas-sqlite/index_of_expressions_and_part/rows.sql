INSERT INTO mail VALUES (1, 'a@one', 100, NULL), (2, 'b@two', 5, 1);
