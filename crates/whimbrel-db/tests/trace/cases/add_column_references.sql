ALTER TABLE orders ADD COLUMN product_id integer REFERENCES products
