CREATE TABLE invoices AS SELECT id, total FROM orders
