CREATE TABLE orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric NOT NULL, paid boolean NOT NULL);

CREATE VIEW unpaid_orders AS SELECT id, customer, total FROM orders WHERE NOT paid;
