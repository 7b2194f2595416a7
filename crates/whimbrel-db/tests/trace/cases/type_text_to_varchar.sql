ALTER TABLE items ALTER COLUMN label TYPE varchar(80)
