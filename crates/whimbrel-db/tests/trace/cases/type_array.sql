ALTER TABLE products ALTER COLUMN tags TYPE varchar(20)[]
