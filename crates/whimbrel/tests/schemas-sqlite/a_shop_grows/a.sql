CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL CHECK (price >= 0));
CREATE TABLE purchase (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  product_id INTEGER REFERENCES product (id),
  pieces INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX purchase_customer ON purchase (customer_id);
CREATE VIEW spent AS SELECT customer_id, sum(pieces * price) AS total FROM purchase JOIN product ON product.id = product_id GROUP BY 1;
