-- Operators and functions of operator classes and families: the catalog and oid of what each belongs to, its place, and
-- what it is. From PostgreSQL 14 on the access method decides which of them belong to the family although a class was
-- created with them.
SELECT d.refclassid, d.refobjid,
  pg_catalog.format('OPERATOR %s (%s, %s)', m.amopstrategy, pg_catalog.format_type(m.amoplefttype, NULL),
    pg_catalog.format_type(m.amoprighttype, NULL)) AS place,
  m.amopopr::pg_catalog.regoperator::text
    || COALESCE(' FOR ORDER BY ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.opfname), ''),
  0 AS part, m.amopstrategy AS number
FROM pg_catalog.pg_amop m
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = m.oid
LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = m.amopsortfamily
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
WHERE m.oid >= 16384 AND d.deptype IN ('a', 'i')
  AND d.refclassid IN ('pg_catalog.pg_opclass'::pg_catalog.regclass, 'pg_catalog.pg_opfamily'::pg_catalog.regclass)
UNION ALL
SELECT d.refclassid, d.refobjid,
  pg_catalog.format('FUNCTION %s (%s, %s)', m.amprocnum, pg_catalog.format_type(m.amproclefttype, NULL),
    pg_catalog.format_type(m.amprocrighttype, NULL)),
  m.amproc::pg_catalog.regprocedure::text, 1, m.amprocnum
FROM pg_catalog.pg_amproc m
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = m.oid
WHERE m.oid >= 16384 AND d.deptype IN ('a', 'i')
  AND d.refclassid IN ('pg_catalog.pg_opclass'::pg_catalog.regclass, 'pg_catalog.pg_opfamily'::pg_catalog.regclass)
ORDER BY part, number, place;
