-- Of those columns where something was set.
SELECT a.attrelid, a.attname, NULLIF(a.attstattarget, -1),
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, :compression, a.attoptions
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.relkind = 'm'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (NULLIF(a.attstattarget, -1) IS NOT NULL OR a.attstorage <> t.typstorage OR :compression IS NOT NULL
    OR a.attoptions IS NOT NULL);
