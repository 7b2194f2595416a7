ALTER TRIGGER log_price ON products RENAME TO log_prices
