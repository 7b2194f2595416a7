CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  price INTEGER,
  total INTEGER AS (price * 3) STORED,
  half INTEGER NOT NULL AS (price / 2) STORED
);
