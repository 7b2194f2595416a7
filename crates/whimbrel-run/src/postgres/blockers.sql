-- Who keeps a session waiting. A prepared transaction shows as process 0.
SELECT DISTINCT ON (b.pid)
       b.pid,
       a.usename,
       CASE WHEN b.pid = 0 THEN 'a prepared transaction' ELSE a.application_name END,
       pg_catalog.host(a.client_addr),
       a.query,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()
                            - coalesce(a.xact_start, a.query_start, a.backend_start))::bigint
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids({pid})) AS b (pid)
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
ORDER BY b.pid
