INSERT INTO customers (email, name) VALUES ('a@example.org', 'Ada'), ('b@example.org', 'Bo');
INSERT INTO articles (sku, title, price) VALUES ('C-1', 'Cup', 5), ('P-1', 'Pot', 20);
INSERT INTO orders (customer_id, status) VALUES (1, 'paid'), (2, 'open');
INSERT INTO order_lines VALUES (1, 1, 2, 5), (1, 2, 1, 20), (2, 1, 1, 5);
