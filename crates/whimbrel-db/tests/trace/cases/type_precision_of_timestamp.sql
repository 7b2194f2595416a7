ALTER TABLE customers ALTER COLUMN joined TYPE timestamp(0)
