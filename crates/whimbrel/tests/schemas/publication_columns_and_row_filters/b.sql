-- parts of tables
CREATE TABLE orders (id integer PRIMARY KEY, state text NOT NULL, secret text, total numeric);
CREATE TABLE lines (id integer PRIMARY KEY, order_id integer);

CREATE PUBLICATION orders_out FOR TABLE orders (id, state, total) WHERE (id > 100 AND total IS NOT NULL), lines (id) WITH (publish = 'insert');
