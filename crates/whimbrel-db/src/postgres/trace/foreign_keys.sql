-- The tables whose rows were held against foreign keys of these names.
SELECT DISTINCT k.conrelid
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_locks l ON l.relation = k.conrelid
WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
  AND k.contype = 'f' AND k.convalidated AND k.conname IN (:names)
