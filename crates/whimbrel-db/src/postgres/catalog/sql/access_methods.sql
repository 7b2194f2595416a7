SELECT a.oid, a.amname, a.amtype = 't', a.amhandler
FROM pg_catalog.pg_am a
WHERE a.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_am'::pg_catalog.regclass AND x.objid = a.oid AND x.deptype = 'e');
