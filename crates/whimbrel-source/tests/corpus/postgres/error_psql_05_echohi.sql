SELECT 0;
  \echo hi
SELECT 2;