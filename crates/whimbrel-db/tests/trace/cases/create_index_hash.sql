CREATE INDEX customers_hash ON customers USING hash (email)
