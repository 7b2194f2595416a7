CREATE TABLE loan (
  id INTEGER PRIMARY KEY,
  amount INTEGER,
  paid INTEGER,
  CONSTRAINT not_too_much CHECK (paid <= amount)
);
