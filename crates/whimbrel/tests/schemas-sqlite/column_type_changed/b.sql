CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  number TEXT,
  level NUMERIC,
  code VARCHAR(20),
  raw BLOB,
  mixed ANY
);
