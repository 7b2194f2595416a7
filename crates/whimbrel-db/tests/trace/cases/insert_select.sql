INSERT INTO price_changes SELECT id, price, price FROM products
