-- Not the shells of operators that others name and that were never defined.
SELECT o.oid, n.nspname, o.oprname,
  pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL), pg_catalog.format_type(NULLIF(o.oprright, 0), NULL), o.oprcode,
  cn.nspname, c.oprname,
  pg_catalog.format_type(NULLIF(c.oprleft, 0), NULL), pg_catalog.format_type(NULLIF(c.oprright, 0), NULL),
  gn.nspname, g.oprname,
  pg_catalog.format_type(NULLIF(g.oprleft, 0), NULL), pg_catalog.format_type(NULLIF(g.oprright, 0), NULL),
  NULLIF(o.oprrest, 0)::pg_catalog.regproc, NULLIF(o.oprjoin, 0)::pg_catalog.regproc, o.oprcanhash, o.oprcanmerge
FROM pg_catalog.pg_operator o
JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom
LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.oprnamespace
LEFT JOIN pg_catalog.pg_operator g ON g.oid = o.oprnegate
LEFT JOIN pg_catalog.pg_namespace gn ON gn.oid = g.oprnamespace
WHERE o.oprcode <> 0
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND x.objid = o.oid AND x.deptype = 'e');
