INSERT INTO line (id, price) VALUES (1, 5), (2, 700);
