-- Who holds the run lock of this database. A key of one bigint shows as its two halves and objsubid 1.
SELECT a.pid,
       a.usename,
       a.application_name,
       pg_catalog.host(a.client_addr),
       a.query,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.backend_start)::bigint
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.classid = {high}
  AND l.objid = {low}
  AND l.objsubid = 1
  AND l.granted
