ALTER TABLE products ENABLE TRIGGER log_price
