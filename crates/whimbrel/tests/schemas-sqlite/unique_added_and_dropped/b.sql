CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  email TEXT UNIQUE,
  handle TEXT,
  org INTEGER,
  nick TEXT,
  CONSTRAINT one_nick UNIQUE (org, nick)
);
