SELECT 0;
  \i other.sql
SELECT 2;