-- about
CREATE TABLE t (
  id int
);
