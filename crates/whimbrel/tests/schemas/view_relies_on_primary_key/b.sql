-- GROUP BY the key stands for all columns: the view depends on the constraint
CREATE TABLE customers (id integer NOT NULL, name text, town text, CONSTRAINT customers_key PRIMARY KEY (id) INCLUDE (name));

CREATE TABLE orders (id integer PRIMARY KEY, customer integer);
CREATE VIEW customer_orders AS SELECT c.id, c.name, c.town, count(o.id) AS orders FROM customers c LEFT JOIN orders o ON o.customer = c.id GROUP BY c.id;
