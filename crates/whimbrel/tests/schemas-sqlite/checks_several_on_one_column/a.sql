CREATE TABLE t (
  n INTEGER CHECK (n > 0) CHECK (n < 100) CONSTRAINT even CHECK (n % 2 = 0),
  CHECK (n <> 50)
);
