ALTER TABLE orders ADD COLUMN luck double precision DEFAULT random()
