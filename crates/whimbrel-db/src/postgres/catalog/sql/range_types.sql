SELECT t.oid, n.nspname, t.typname, pg_catalog.format_type(r.rngsubtype, NULL),
  CASE WHEN NOT k.opcdefault THEN pg_catalog.quote_ident(kn.nspname) || '.' || pg_catalog.quote_ident(k.opcname) END,
  CASE WHEN l.oid IS NOT NULL THEN pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname) END,
  pn.nspname, p.proname,
  CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END,
  mn.nspname, m.typname
FROM pg_catalog.pg_range r
JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
JOIN pg_catalog.pg_opclass k ON k.oid = r.rngsubopc
JOIN pg_catalog.pg_namespace kn ON kn.oid = k.opcnamespace
LEFT JOIN pg_catalog.pg_collation l ON l.oid = r.rngcollation AND r.rngcollation <> s.typcollation
LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
LEFT JOIN pg_catalog.pg_proc p ON p.oid = r.rngcanonical
LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_type m ON m.oid = :multirange
LEFT JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e');
