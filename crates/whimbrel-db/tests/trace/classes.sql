-- Tables, indexes, views and sequences: oid, what they are called, kind, the table of an index, the file.
SELECT c.oid,
       CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                      WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table' END
       || ' ' || CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname,
       c.relkind,
       i.indrelid,
       c.relfilenode,
       pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind NOT IN ('c', 't')
