INSERT INTO order_log (id) VALUES (1);
