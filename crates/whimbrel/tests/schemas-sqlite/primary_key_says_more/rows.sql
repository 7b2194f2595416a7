INSERT INTO tag VALUES ('new'), ('old');
INSERT INTO pair VALUES ('a', 'b'), ('c', 'd');
