CREATE TABLE seat (
  hall INTEGER NOT NULL,
  line INTEGER,
  place INTEGER NOT NULL,
  colour TEXT,
  PRIMARY KEY (hall, line, place),
  UNIQUE (hall, colour)
);
