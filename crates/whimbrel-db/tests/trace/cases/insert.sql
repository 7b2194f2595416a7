INSERT INTO orders (customer_id, total) VALUES (1, 5), (2, 6)
