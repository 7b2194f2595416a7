CREATE INDEX IF NOT EXISTS orders_customer ON orders (total)
