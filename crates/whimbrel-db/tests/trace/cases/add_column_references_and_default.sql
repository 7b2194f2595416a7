ALTER TABLE orders ADD COLUMN product_id integer DEFAULT 1 REFERENCES products
