-- Where the history is: in its own schema, or where the role may create tables but no schema.
-- Needs no privilege on either.
SELECT n.nspname,
       c.relname,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       current_user
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
  AND ((c.relname = 'meta' AND n.nspname = {schema})
       OR (c.relname = 'whimbrel_meta' AND n.nspname = ANY (pg_catalog.current_schemas(false))))
ORDER BY c.relname, pg_catalog.array_position(pg_catalog.current_schemas(false), n.nspname)
