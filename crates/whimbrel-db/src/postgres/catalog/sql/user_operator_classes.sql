SELECT c.oid, n.nspname, c.opcname, a.amname, pg_catalog.format_type(c.opcintype, NULL), c.opcdefault,
  fn.nspname, f.opfname, pg_catalog.format_type(NULLIF(c.opckeytype, 0), NULL)
FROM pg_catalog.pg_opclass c
JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype = 'e');
