-- Relations in schemas that this transaction has made or renamed: they are called otherwise now, locked or not.
SELECT c.oid, n.nspname
FROM pg_catalog.pg_namespace n
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
WHERE pg_catalog.age(n.xmin) <= 0 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I', 'S')
