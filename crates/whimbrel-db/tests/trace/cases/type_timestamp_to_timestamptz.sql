ALTER TABLE customers ALTER COLUMN joined TYPE timestamptz
