-- The server's time in seconds; then the databases that may be left behind: nobody is connected to them.
SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())::bigint;
SELECT d.datname
FROM pg_catalog.pg_database d
WHERE d.datname LIKE 'whimbrel\_shadow\_%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
ORDER BY d.datname
