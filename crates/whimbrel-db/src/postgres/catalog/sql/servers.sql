-- Options as those of foreign-data wrappers.
SELECT s.oid, s.srvname, w.fdwname, s.srvtype, s.srvversion,
  ARRAY(SELECT o.option_name FROM pg_catalog.pg_options_to_table(s.srvoptions) o ORDER BY o.option_name),
  ARRAY(SELECT CASE
    WHEN o.option_name !~* :secret_names THEN 'p' || COALESCE(o.option_value, '')
    WHEN o.option_value = '<' || o.option_name || '>' THEN 'u'
    ELSE 's' || pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
      :digest_key || COALESCE(o.option_value, ''), pg_catalog.getdatabaseencoding())), 'hex')
    END FROM pg_catalog.pg_options_to_table(s.srvoptions) o ORDER BY o.option_name)
FROM pg_catalog.pg_foreign_server s
JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE s.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND x.objid = s.oid AND x.deptype = 'e');
