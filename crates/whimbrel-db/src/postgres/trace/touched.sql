-- As relations.sql, of the relations that this transaction has locked and of their indexes: all that it can have read,
-- written, renamed, made or dropped. What it has dropped has an oid and its lock alone.
WITH held AS MATERIALIZED (
    SELECT l.relation, pg_catalog.string_agg(l.mode, ' ') AS modes
    FROM pg_catalog.pg_locks l
    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384
    GROUP BY l.relation
), touched AS (
    SELECT h.relation FROM held h
    UNION
    SELECT i.indexrelid FROM held h JOIN pg_catalog.pg_index i ON i.indrelid = h.relation
)
SELECT touched.relation, n.nspname, c.relname, c.relkind, COALESCE(i.indrelid, 0), c.relfilenode, c.reltablespace,
       pg_catalog.pg_stat_get_xact_numscans(touched.relation),
       pg_catalog.pg_stat_get_xact_tuples_returned(touched.relation),
       pg_catalog.pg_stat_get_xact_tuples_inserted(touched.relation),
       pg_catalog.pg_stat_get_xact_tuples_updated(touched.relation),
       pg_catalog.pg_stat_get_xact_tuples_deleted(touched.relation),
       held.modes
FROM touched
LEFT JOIN held ON held.relation = touched.relation
LEFT JOIN pg_catalog.pg_class c ON c.oid = touched.relation
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = touched.relation
WHERE c.oid IS NULL
   OR (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I', 'S')
       AND c.relpersistence <> 't'
       AND n.nspname <> 'pg_toast')
