SELECT p.oid, n.nspname, p.prsname, p.prsstart, p.prstoken, p.prsend, p.prslextype,
  NULLIF(p.prsheadline::pg_catalog.oid, 0)::pg_catalog.regproc
FROM pg_catalog.pg_ts_parser p
JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_ts_parser'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype = 'e');
