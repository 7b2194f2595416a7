CREATE TABLE dish (
  id INTEGER PRIMARY KEY,
  price INTEGER NOT NULL,
  spice INTEGER DEFAULT 1 CHECK (spice BETWEEN 0 AND 5),
  discount INTEGER,
  CONSTRAINT fair CHECK (discount IS NULL OR discount < price)
);
