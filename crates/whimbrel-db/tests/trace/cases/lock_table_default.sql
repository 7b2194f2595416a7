LOCK TABLE orders
