SELECT k.conrelid, k.oid, k.conname, pg_catalog.pg_get_constraintdef(k.oid), k.conparentid <> 0, i.indisclustered
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
WHERE k.contype = 'x'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
