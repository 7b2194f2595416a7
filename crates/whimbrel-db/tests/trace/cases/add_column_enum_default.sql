ALTER TABLE orders ADD COLUMN feeling mood NOT NULL DEFAULT 'busy'
