ALTER TABLE orders ADD COLUMN size positive DEFAULT 1
