CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  number INTEGER,
  level REAL,
  code TEXT,
  raw BLOB,
  mixed
);
