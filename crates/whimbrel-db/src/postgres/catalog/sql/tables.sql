-- Those of extensions are told apart here, not left out: foreign keys may name them.
WITH parent AS (
  SELECT i.inhrelid, pg_catalog.array_agg(n.nspname::text ORDER BY i.inhseqno) AS schemas,
    pg_catalog.array_agg(p.relname::text ORDER BY i.inhseqno) AS names
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent AND p.relkind IN ('r', 'p', 'f')
  JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
  GROUP BY i.inhrelid
)
SELECT c.oid, n.nspname, c.relname,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
  parent.schemas, parent.names,
  CASE WHEN c.reloftype <> 0 THEN (
    SELECT tn.nspname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
    WHERE t.oid = c.reloftype) END,
  CASE WHEN c.reloftype <> 0 THEN (SELECT t.typname FROM pg_catalog.pg_type t WHERE t.oid = c.reloftype) END,
  s.srvname,
  CASE WHEN s.oid IS NOT NULL THEN
    ARRAY(SELECT o.option_name FROM pg_catalog.pg_options_to_table(f.ftoptions) o) END,
  CASE WHEN s.oid IS NOT NULL THEN
    ARRAY(SELECT COALESCE(o.option_value, '') FROM pg_catalog.pg_options_to_table(f.ftoptions) o) END,
  c.relpersistence = 'u', c.reloptions, toast.reloptions,
  -- the index that it was may be gone: then nothing is told of a row
  CASE WHEN c.relkind = 'f' THEN 'd' WHEN c.relreplident = 'i' AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident)
    THEN 'n' ELSE c.relreplident END,
  spc.spcname, NULLIF(am.amname, 'heap'), c.relrowsecurity, c.relforcerowsecurity, member.objid IS NOT NULL
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN parent ON parent.inhrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid AND toast.reloptions IS NOT NULL
LEFT JOIN pg_catalog.pg_tablespace spc ON spc.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_depend member
  ON member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND member.objid = c.oid AND member.objsubid = 0
  AND member.deptype = 'e'
WHERE c.relkind IN ('r', 'p', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR c.oid = ANY (:only));
