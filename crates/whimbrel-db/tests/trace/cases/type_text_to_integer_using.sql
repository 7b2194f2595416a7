ALTER TABLE customers ALTER COLUMN legacy TYPE text USING legacy::text
