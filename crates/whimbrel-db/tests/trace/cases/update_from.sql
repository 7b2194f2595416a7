UPDATE items SET price = p.price FROM products p WHERE p.id = items.product_id
