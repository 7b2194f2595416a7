-- Without the copies that PostgreSQL makes for partitions.
SELECT k.conrelid, k.conname, k.conkey, fn.nspname, f.relname,
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
WHERE k.contype = 'f' AND k.conparentid = 0
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
