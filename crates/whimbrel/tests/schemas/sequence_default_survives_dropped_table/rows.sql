-- loses: old_orders
INSERT INTO old_orders DEFAULT VALUES;
INSERT INTO orders (note) VALUES ('numbered after the old one');
