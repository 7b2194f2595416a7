ALTER TABLE empty_table ALTER COLUMN id TYPE bigint
