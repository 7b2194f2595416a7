CREATE TABLE invoices (id integer PRIMARY KEY, order_id bigint REFERENCES orders)
