-- Without those that a constraint made. pg_get_indexdef takes most of the time where it is asked for every index, so
-- it is asked for expressions and for parameters of operator classes alone, and the rest is told in numbers: of each
-- column that is indexed, by ascending number, its type and its collation.
WITH setting AS (
  SELECT a.attrelid, pg_catalog.bool_or(a.attoptions IS NOT NULL) AS with_parameters,
    pg_catalog.array_agg(a.attnum ORDER BY a.attnum) FILTER (WHERE NULLIF(a.attstattarget, -1) IS NOT NULL) AS places,
    pg_catalog.array_agg(a.attstattarget ORDER BY a.attnum) FILTER (WHERE NULLIF(a.attstattarget, -1) IS NOT NULL)
      AS targets
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE c.relkind IN ('i', 'I') AND a.attrelid >= 16384 AND a.attnum > 0
    AND (NULLIF(a.attstattarget, -1) IS NOT NULL OR a.attoptions IS NOT NULL)
  GROUP BY a.attrelid
)
SELECT i.indexrelid, i.indrelid, ic.relname, i.indisunique, i.indisvalid AND i.indisready AND i.indislive,
  m.amname, i.indnkeyatts, i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[],
  ARRAY(SELECT a.atttypid || ' ' || a.attcollation FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) ORDER BY a.attnum),
  CASE WHEN i.indexprs IS NOT NULL OR s.with_parameters THEN pg_catalog.pg_get_indexdef(i.indexrelid) END,
  :nulls_not_distinct, ic.reloptions, p.spcname, pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indisclustered,
  i.indisreplident,
  s.places, s.targets, h.inhparent,
  CASE WHEN h.inhparent IS NOT NULL THEN
    ARRAY(SELECT COALESCE(c.attname, a.attname) FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_attribute c
        ON c.attrelid = i.indrelid AND c.attnum = (i.indkey::int2[])[a.attnum - 1] AND c.attnum > 0
      WHERE a.attrelid = i.indexrelid
      ORDER BY a.attnum)
  END
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = ic.relam
LEFT JOIN pg_catalog.pg_tablespace p ON p.oid = ic.reltablespace
LEFT JOIN setting s ON s.attrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = i.indexrelid AND ic.relispartition
WHERE c.relkind IN ('r', 'p', 'm')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR i.indrelid = ANY (:only))
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
-- what others are attached to comes before them
ORDER BY ic.relispartition, i.indexrelid;
