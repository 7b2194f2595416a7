SELECT 0;
  \if true
SELECT 2;