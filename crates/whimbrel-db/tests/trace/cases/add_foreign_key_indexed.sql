ALTER TABLE orders ADD CONSTRAINT orders_customer_again FOREIGN KEY (customer_id) REFERENCES customers
