-- Primary keys and unique constraints. The index knows the INCLUDE columns: those after the key columns. A partition's
-- copy is called what it is called where it comes from.
WITH RECURSIVE up AS (
  SELECT k.oid, k.conparentid AS above FROM pg_catalog.pg_constraint k WHERE k.conparentid <> 0 AND k.contype IN ('p', 'u')
  UNION ALL
  SELECT up.oid, k.conparentid FROM up JOIN pg_catalog.pg_constraint k ON k.oid = up.above WHERE k.conparentid <> 0
)
SELECT k.conrelid, k.oid, k.conname, top.conname, k.contype = 'p', k.conkey,
  i.indkey[i.indnkeyatts : i.indnatts - 1], :nulls_not_distinct, :without_overlaps, k.condeferrable, k.condeferred,
  ic.reloptions, spc.spcname, i.indisclustered, i.indisreplident
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
JOIN pg_catalog.pg_class ic ON ic.oid = k.conindid
LEFT JOIN pg_catalog.pg_tablespace spc ON spc.oid = ic.reltablespace AND ic.reltablespace <> 0
LEFT JOIN (up JOIN pg_catalog.pg_constraint top ON top.oid = up.above AND top.conparentid = 0) ON up.oid = k.oid
WHERE k.contype IN ('p', 'u')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
