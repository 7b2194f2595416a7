CREATE TABLE booking (
  id INTEGER PRIMARY KEY,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  seats INTEGER,
  CONSTRAINT in_order CHECK (starts <= ends),
  CONSTRAINT "Not Too Many" CHECK (seats < 100)
);
