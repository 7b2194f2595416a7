-- What another session holds on relations that this one can see.
SELECT c.oid, l.mode
FROM pg_locks l
JOIN pg_class c ON c.oid = l.relation
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE l.pid = :pid AND l.granted AND l.locktype = 'relation'
  AND n.nspname !~ '^(pg_|information_schema)' AND c.relkind NOT IN ('c', 't')
