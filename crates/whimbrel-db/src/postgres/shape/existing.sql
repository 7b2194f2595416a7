SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.quote_ident(n.nspname), i.indrelid
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
WHERE :condition
