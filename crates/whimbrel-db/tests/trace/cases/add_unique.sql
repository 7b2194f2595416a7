ALTER TABLE products ADD CONSTRAINT products_name UNIQUE (name)
