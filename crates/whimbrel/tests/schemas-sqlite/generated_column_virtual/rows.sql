INSERT INTO line (id, price, pieces) VALUES (1, 5, 2), (2, 700, 3);
