-- With the copies that partitions have from their partitioned table, without those that PostgreSQL makes for each
-- partition that is referenced. A partition's copy is called what it is called where it comes from.
WITH RECURSIVE up AS (
  SELECT k.oid, k.conparentid AS above FROM pg_catalog.pg_constraint k WHERE k.conparentid <> 0 AND k.contype = 'f'
  UNION ALL
  SELECT up.oid, k.conparentid FROM up JOIN pg_catalog.pg_constraint k ON k.oid = up.above WHERE k.conparentid <> 0
)
SELECT k.conrelid, k.oid, COALESCE(top.conname, k.conname), k.conparentid <> 0, k.conkey, fn.nspname, f.relname,
  ARRAY(SELECT a.attname::text
        FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(attnum, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
        ORDER BY u.place),
  k.confmatchtype = 'f', k.confupdtype, k.confdeltype, :delete_columns,
  :period, k.condeferrable, k.condeferred, k.convalidated, :enforced
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_catalog.pg_constraint parent ON parent.oid = k.conparentid AND k.conparentid <> 0
LEFT JOIN (up JOIN pg_catalog.pg_constraint top ON top.oid = up.above AND top.conparentid = 0) ON up.oid = k.oid
WHERE k.contype = 'f' AND parent.conrelid IS DISTINCT FROM k.conrelid
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
