-- Scans, rows read by them and rows written, of these relations, that the server has counted and not sent off yet.
SELECT oid,
       pg_catalog.pg_stat_get_xact_numscans(oid),
       pg_catalog.pg_stat_get_xact_tuples_returned(oid),
       pg_catalog.pg_stat_get_xact_tuples_inserted(oid),
       pg_catalog.pg_stat_get_xact_tuples_updated(oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(oid)
FROM pg_catalog.unnest(ARRAY[:oids]::pg_catalog.oid[]) AS oid
