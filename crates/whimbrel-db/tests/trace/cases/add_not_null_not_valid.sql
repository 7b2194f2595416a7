-- postgres: >=18
ALTER TABLE orders ADD CONSTRAINT orders_placed_there NOT NULL placed NOT VALID
