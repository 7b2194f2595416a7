CREATE TABLE t (
  n INTEGER CHECK (n < 100) CHECK (n <> 50) CHECK (n <> 60),
  CONSTRAINT even CHECK (n % 2 = 0),
  CONSTRAINT even CHECK (n <> 62)
);
