VACUUM (ANALYZE) orders, customers
