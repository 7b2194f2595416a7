CREATE TABLE customer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  email TEXT COLLATE NOCASE UNIQUE,
  joined TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price > 0),
  hidden INTEGER NOT NULL DEFAULT FALSE
);
CREATE TABLE purchase (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE purchase_line (
  purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES product (id),
  pieces INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (purchase_id, product_id)
) WITHOUT ROWID;
CREATE INDEX purchase_customer ON purchase (customer_id);
CREATE INDEX purchase_line_product ON purchase_line (product_id);
CREATE VIEW spent AS
SELECT customer_id, sum(pieces * price) AS total
FROM purchase JOIN purchase_line ON purchase_id = purchase.id JOIN product ON product.id = product_id
GROUP BY customer_id;
CREATE TRIGGER purchase_at AFTER INSERT ON purchase WHEN new.at = '' BEGIN
  UPDATE purchase SET at = CURRENT_TIMESTAMP WHERE id = new.id;
END;
