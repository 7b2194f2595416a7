ANALYZE orders
