SELECT 0;
  \connect db
SELECT 2;