SELECT r.oid, r.prpubid, n.nspname, c.relname,
  ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = r.prrelid AND a.attnum = ANY (:published_columns) ORDER BY a.attnum),
  :published_rows
FROM pg_catalog.pg_publication_rel r
JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace;
