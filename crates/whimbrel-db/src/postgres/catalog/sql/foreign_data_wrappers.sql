-- Options are two arrays of the same length: names and values. A value begins with a letter: 'p'lain, 's'ecret, of which
-- only a digest leaves the server, or 'u' for one that is still to be filled in.
SELECT w.oid, w.fdwname, NULLIF(w.fdwhandler, 0)::pg_catalog.regproc, NULLIF(w.fdwvalidator, 0)::pg_catalog.regproc,
  ARRAY(SELECT o.option_name FROM pg_catalog.pg_options_to_table(w.fdwoptions) o ORDER BY o.option_name),
  ARRAY(SELECT CASE
    WHEN o.option_name !~* :secret_names THEN 'p' || COALESCE(o.option_value, '')
    WHEN o.option_value = '<' || o.option_name || '>' THEN 'u'
    ELSE 's' || pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
      :digest_key || COALESCE(o.option_value, ''), pg_catalog.getdatabaseencoding())), 'hex')
    END FROM pg_catalog.pg_options_to_table(w.fdwoptions) o ORDER BY o.option_name)
FROM pg_catalog.pg_foreign_data_wrapper w
WHERE w.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND x.objid = w.oid AND x.deptype = 'e');
