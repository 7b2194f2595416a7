CREATE UNIQUE INDEX CONCURRENTLY products_name ON products (name)
