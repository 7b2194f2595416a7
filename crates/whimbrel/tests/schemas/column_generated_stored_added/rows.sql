INSERT INTO order_lines VALUES (1, 2, 9.95), (2, 1, 100);
