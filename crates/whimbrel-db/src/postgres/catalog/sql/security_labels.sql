SELECT l.classoid, l.objoid, l.objsubid, l.provider, l.label
FROM pg_catalog.pg_seclabel l
WHERE l.objoid >= 16384 OR l.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND l.objoid = 2200;
