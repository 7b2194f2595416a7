-- The locks that a session holds or waits for, on what is not the system's; then whether it waits for one.
SELECT DISTINCT l.relation, l.mode
FROM pg_catalog.pg_locks l
WHERE l.pid = :pid AND l.locktype = 'relation' AND l.relation >= 16384;
SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = :pid AND a.wait_event_type = 'Lock')
