UPDATE products SET price = price + 1 WHERE id < 11
