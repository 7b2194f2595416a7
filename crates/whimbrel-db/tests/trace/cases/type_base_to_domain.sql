ALTER TABLE items ALTER COLUMN product_id TYPE positive
