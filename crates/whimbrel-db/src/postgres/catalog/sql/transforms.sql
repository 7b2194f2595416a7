SELECT t.oid, pg_catalog.format_type(t.trftype, NULL), l.lanname,
  NULLIF(t.trffromsql::pg_catalog.oid, 0)::pg_catalog.regprocedure,
  NULLIF(t.trftosql::pg_catalog.oid, 0)::pg_catalog.regprocedure
FROM pg_catalog.pg_transform t
JOIN pg_catalog.pg_language l ON l.oid = t.trflang
WHERE t.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_transform'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e');
