-- Of tables, views and materialized views. An expression is a default or, where attgenerated says so, what the column
-- is generated from. A default names no columns, so it can be rendered without opening its table: that is most of the
-- time this takes otherwise. What few columns have comes last.
SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
  CASE WHEN l.oid IS NOT NULL THEN pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname) END,
  a.attnotnull, pg_catalog.pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END),
  NULLIF(a.attidentity, ''), NULLIF(a.attgenerated, ''), a.attinhcount > 0, a.attislocal,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, :compression, NULLIF(a.attstattarget, -1), a.attoptions,
  CASE WHEN a.attfdwoptions IS NOT NULL THEN
    ARRAY(SELECT o.option_name FROM pg_catalog.pg_options_to_table(a.attfdwoptions) o) END,
  CASE WHEN a.attfdwoptions IS NOT NULL THEN
    ARRAY(SELECT COALESCE(o.option_value, '') FROM pg_catalog.pg_options_to_table(a.attfdwoptions) o) END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR c.oid = ANY (:only))
ORDER BY a.attrelid, a.attnum;
