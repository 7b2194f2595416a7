-- Transactions that are open in other sessions, the longest first, and prepared ones as process 0. Of sessions that this
-- role may not look at only that they are there is known: they come last, without a time.
SELECT a.pid, a.usename, a.application_name, a.datname = pg_catalog.current_database(), a.state,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start)::bigint, a.query
FROM pg_catalog.pg_stat_activity a
WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.usename IS NOT NULL AND a.datname IS NOT NULL
  AND (a.xact_start IS NOT NULL OR a.query = '<insufficient privilege>')
UNION ALL
SELECT 0, p.owner, 'a prepared transaction', p.database = pg_catalog.current_database(), 'prepared',
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - p.prepared)::bigint, p.gid
FROM pg_catalog.pg_prepared_xacts p
ORDER BY 6 DESC NULLS LAST, 1
