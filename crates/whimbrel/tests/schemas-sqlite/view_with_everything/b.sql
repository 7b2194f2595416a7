CREATE TABLE staff (id INTEGER PRIMARY KEY, boss INTEGER, name TEXT, wage INTEGER);
CREATE VIEW chain (id, depth, path) AS
WITH RECURSIVE up(id, depth, path) AS (
  SELECT id, 0, name FROM staff WHERE boss IS NULL
  UNION ALL
  SELECT s.id, up.depth + 1, up.path || '/' || s.name FROM staff s JOIN up ON up.id = s.boss -- one up
)
SELECT * FROM up ORDER BY path DESC NULLS LAST LIMIT 10 OFFSET 0;
CREATE VIEW ranks AS
SELECT name, rank() OVER w AS place, sum(wage) FILTER (WHERE wage > 0) OVER (PARTITION BY boss ORDER BY wage ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
FROM staff LEFT OUTER JOIN (VALUES (1), (2)) AS v ON v.column1 = staff.id
WHERE name IS NOT DISTINCT FROM 'x' OR wage NOT BETWEEN 1 AND 2 AND name IN (SELECT name FROM staff EXCEPT SELECT 'no')
WINDOW w AS (ORDER BY wage);
CREATE VIEW texts AS SELECT CAST(wage AS TEXT) AS wage, CASE WHEN wage > 1 THEN 'much' ELSE 'little' END AS much, name COLLATE NOCASE AS "Name", name -> '$' AS j FROM staff;
