ALTER TABLE products ALTER COLUMN name TYPE jsonb USING to_jsonb(name)
