-- Views and materialized views, with the rule that makes them. Options of the TOAST table are told as those of the
-- view.
SELECT c.oid, n.nspname, c.relname, c.relkind = 'm', r.oid, pg_catalog.pg_get_viewdef(c.oid), c.reloptions,
  ARRAY(SELECT 'toast.' || o.option FROM pg_catalog.unnest(t.reloptions) o(option)),
  c.relispopulated, NULLIF(m.amname, 'heap'), s.spcname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_depend x
  ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = c.oid AND x.objsubid = 0 AND x.deptype = 'e'
WHERE c.relkind IN ('v', 'm')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR c.oid = ANY (:only))
  AND x.objid IS NULL;
