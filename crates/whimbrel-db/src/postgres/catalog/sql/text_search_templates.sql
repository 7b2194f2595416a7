SELECT t.oid, n.nspname, t.tmplname, NULLIF(t.tmplinit::pg_catalog.oid, 0)::pg_catalog.regproc, t.tmpllexize
FROM pg_catalog.pg_ts_template t
JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e');
