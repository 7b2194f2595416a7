ALTER TABLE orders ADD COLUMN size positive
