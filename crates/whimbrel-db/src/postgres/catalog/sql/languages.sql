SELECT l.oid, l.lanname, l.lanpltrusted, l.lanplcallfoid::pg_catalog.regproc,
  NULLIF(l.laninline, 0)::pg_catalog.regproc, NULLIF(l.lanvalidator, 0)::pg_catalog.regproc
FROM pg_catalog.pg_language l
WHERE l.lanispl
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_language'::pg_catalog.regclass AND x.objid = l.oid AND x.deptype = 'e');
