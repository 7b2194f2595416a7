CREATE OR REPLACE VIEW order_list AS SELECT o.id, o.status, c.country, o.total FROM orders o JOIN customers c ON c.id = o.customer_id
