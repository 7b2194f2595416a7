ALTER TABLE orders ADD COLUMN weight integer DEFAULT 1 CHECK (weight > 0)
