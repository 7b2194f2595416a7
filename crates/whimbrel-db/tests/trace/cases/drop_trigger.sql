DROP TRIGGER log_price ON products
