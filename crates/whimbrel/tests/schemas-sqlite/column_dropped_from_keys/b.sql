CREATE TABLE seat (
  hall INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (hall, place)
);
