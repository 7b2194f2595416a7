SELECT 0;
  \copy t from x.csv
SELECT 2;