-- Every relation that is not the system's, a TOAST table or temporary, with what this transaction has done to it so far:
-- scans begun, rows read by them, rows written, and the modes of the locks it holds. These numbers may begin above zero:
-- the server adds up earlier transactions until it has sent their numbers off.
SELECT c.oid, n.nspname, c.relname, c.relkind, COALESCE(i.indrelid, 0), c.relfilenode, c.reltablespace,
       pg_catalog.pg_stat_get_xact_numscans(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_returned(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid),
       held.modes
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
LEFT JOIN (SELECT l.relation, pg_catalog.string_agg(l.mode, ' ') AS modes
           FROM pg_catalog.pg_locks l
           WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
           GROUP BY l.relation) held ON held.relation = c.oid
WHERE c.oid >= 16384
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I', 'S')
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
