SELECT t.oid, n.nspname, t.typname,
  (SELECT pg_catalog.array_agg(v.enumlabel::text ORDER BY v.enumsortorder)
   FROM pg_catalog.pg_enum v WHERE v.enumtypid = t.oid)
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e');
