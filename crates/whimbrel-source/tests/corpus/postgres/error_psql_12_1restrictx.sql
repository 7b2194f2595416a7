SELECT 0;
  SELECT 1 \restrict x
SELECT 2;