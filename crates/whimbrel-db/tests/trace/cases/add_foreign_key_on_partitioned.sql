ALTER TABLE stock ADD CONSTRAINT stock_customer FOREIGN KEY (id) REFERENCES customers
