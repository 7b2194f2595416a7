-- Options as those of foreign-data wrappers; all but the name of the user are secrets. The view, unlike the table, may
-- be read by every role, and shows options under the condition that is repeated here.
SELECT m.umid, m.srvname, CASE WHEN m.umuser <> 0 THEN COALESCE(m.usename::text, m.umuser::text) END,
  (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
    OR m.umuser <> 0 AND m.usename = current_user
      AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE'))
    OR m.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE'),
  ARRAY(SELECT o.option_name FROM pg_catalog.pg_options_to_table(m.umoptions) o ORDER BY o.option_name),
  ARRAY(SELECT CASE
    WHEN o.option_name = 'user' THEN 'p' || COALESCE(o.option_value, '')
    WHEN o.option_value = '<' || o.option_name || '>' THEN 'u'
    ELSE 's' || pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
      :digest_key || COALESCE(o.option_value, ''), pg_catalog.getdatabaseencoding())), 'hex')
    END FROM pg_catalog.pg_options_to_table(m.umoptions) o ORDER BY o.option_name)
FROM pg_catalog.pg_user_mappings m
JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid;
