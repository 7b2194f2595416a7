SELECT r.oid, r.pnpubid, n.nspname
FROM (:published_schemas) r
JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid;
