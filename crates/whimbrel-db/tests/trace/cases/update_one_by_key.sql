UPDATE customers SET name = 'one' WHERE id = 7
