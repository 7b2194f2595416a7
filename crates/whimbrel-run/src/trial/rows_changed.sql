-- Tables of which the open transaction has updated or deleted rows, whoever did it: statements, DO blocks, functions,
-- cascades. Tables dropped since are not in it.
SELECT CASE WHEN schemaname = 'public' THEN relname ELSE schemaname || '.' || relname END,
       n_tup_upd,
       n_tup_del
FROM pg_catalog.pg_stat_xact_user_tables
WHERE n_tup_upd > 0 OR n_tup_del > 0
ORDER BY 1
