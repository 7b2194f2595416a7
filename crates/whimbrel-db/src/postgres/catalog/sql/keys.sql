-- Primary keys and unique constraints. The index knows the INCLUDE columns: those after the key columns.
SELECT k.conrelid, k.conname, k.contype = 'p', k.conkey, i.indkey[i.indnkeyatts : i.indnatts - 1],
  :nulls_not_distinct, :without_overlaps, k.condeferrable, k.condeferred
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
WHERE k.contype IN ('p', 'u')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
