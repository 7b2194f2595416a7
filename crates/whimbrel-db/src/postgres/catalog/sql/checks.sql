SELECT k.conrelid, k.oid, k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid), k.connoinherit, k.convalidated,
  :enforced, k.coninhcount > 0, k.conislocal
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'c'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
