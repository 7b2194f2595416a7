-- lines belong to orders
CREATE TABLE orders (id integer PRIMARY KEY);

CREATE TABLE lines (id integer PRIMARY KEY, order_id integer REFERENCES orders);
