CREATE INDEX customers_lower ON customers (lower(email))
