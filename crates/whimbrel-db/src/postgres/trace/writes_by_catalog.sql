-- Rows that this transaction has written to the server's own catalogs, by catalog: rows made, and rows that are gone; a row
-- that is changed is both. Where there are none, the schema cannot have changed. Statistics are no part of it.
SELECT c.relname,
       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS made,
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS gone
FROM pg_catalog.pg_class c
WHERE c.oid < 16384 AND c.relkind = 'r' AND c.relname NOT IN ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject')
