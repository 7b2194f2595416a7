-- Names of the checks, their definitions, and which of them are valid, are three arrays of the same length. PostgreSQL
-- 17 and newer keep NOT NULL as a constraint of contype 'n' as well; typnotnull says it on every version.
SELECT t.oid, n.nspname, t.typname,
  pg_catalog.format_type(t.typbasetype, t.typtypmod),
  CASE WHEN l.oid IS NOT NULL THEN pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname) END,
  t.typnotnull,
  (SELECT c.conname FROM pg_catalog.pg_constraint c
   WHERE c.contypid = t.oid AND c.contype = 'n' AND c.conname <> t.typname || '_not_null'),
  pg_catalog.pg_get_expr(t.typdefaultbin, 0),
  ARRAY(SELECT c.conname::text FROM pg_catalog.pg_constraint c
        WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname),
  ARRAY(SELECT pg_catalog.pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint c
        WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname),
  ARRAY(SELECT c.convalidated FROM pg_catalog.pg_constraint c
        WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname)
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation AND t.typcollation <> b.typcollation
LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
WHERE t.typtype = 'd'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e');
