-- Types of columns, as far as it takes to tell which operator class an index has where none is named. A domain counts as
-- what it is over.
SELECT o.oid, t.oid, t.typtype, t.typcategory, CASE WHEN t.typlen = -1 THEN e.typtype END
FROM pg_catalog.pg_type o
JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN o.typtype <> 'd' THEN o.oid ELSE (
  WITH RECURSIVE d AS (
    SELECT o.typbasetype AS oid
    UNION ALL
    SELECT x.typbasetype FROM d JOIN pg_catalog.pg_type x ON x.oid = d.oid WHERE x.typtype = 'd')
  SELECT d.oid FROM d JOIN pg_catalog.pg_type x ON x.oid = d.oid WHERE x.typtype <> 'd') END
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
WHERE o.oid IN (
  SELECT a.atttypid FROM pg_catalog.pg_attribute a
  WHERE a.attrelid >= 16384 AND a.attnum > 0 AND (:only IS NULL OR a.attrelid = ANY (:only)));
