SELECT 0;
  \set v 1
SELECT 2;