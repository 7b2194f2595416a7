-- postgres: >=15
CREATE TABLE orders (id integer PRIMARY KEY, state text NOT NULL, secret text, total numeric);
CREATE TABLE lines (id integer PRIMARY KEY, order_id integer);

CREATE PUBLICATION orders_out FOR TABLE orders (id, total) WHERE (id > 100), lines WITH (publish = 'insert');
