-- postgres: >=14
ALTER TABLE orders ALTER COLUMN status SET COMPRESSION pglz
