-- The version of the library is the machine's, and not told.
SELECT c.oid, n.nspname, c.collname,
  CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE c.collprovider::text END,
  CASE WHEN c.collprovider <> 'c' THEN :collation_locale END,
  CASE WHEN c.collprovider = 'c' THEN c.collcollate END, CASE WHEN c.collprovider = 'c' THEN c.collctype END,
  c.collisdeterministic, :collation_rules
FROM pg_catalog.pg_collation c
JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype = 'e');
