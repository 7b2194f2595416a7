-- Invalid indexes with the names that REINDEX CONCURRENTLY gives those it builds and those it replaces.
SELECT c.oid,
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       i.indisvalid
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid
  AND c.relname ~ '_cc(new|old)[0-9]*$'
  AND n.nspname <> 'pg_toast'
ORDER BY c.oid
