CREATE TABLE booking (
  id INTEGER PRIMARY KEY,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  seats INTEGER,
  CONSTRAINT in_order CHECK (starts < ends),
  CONSTRAINT some_seats CHECK (seats > 0)
);
