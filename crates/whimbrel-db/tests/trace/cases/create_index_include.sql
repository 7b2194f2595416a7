CREATE INDEX orders_covering ON orders (customer_id) INCLUDE (total)
