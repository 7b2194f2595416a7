CREATE UNIQUE INDEX products_name ON products (name)
