-- Of PostgreSQL 18 and later, where each NOT NULL is a constraint: those of which there is more to say, and those that
-- came from a parent. Before that no table has any.
SELECT k.conrelid, k.conkey[1], k.conname, NOT k.convalidated, k.connoinherit, k.conislocal
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = 'n'
  AND (k.conname <> c.relname || '_' || a.attname || '_not_null' OR NOT k.convalidated OR k.connoinherit
    OR k.coninhcount > 0)
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (:only IS NULL OR k.conrelid = ANY (:only));
