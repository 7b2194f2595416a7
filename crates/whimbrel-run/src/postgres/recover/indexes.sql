-- The indexes of a table, or the one of that name.
SELECT c.oid,
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       i.indisvalid
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = pg_catalog.to_regclass({table})
  AND ({name}::text IS NULL OR c.relname = {name}::text)
ORDER BY c.oid
