-- Who gets what this server writes.
SELECT pg_catalog.pg_is_in_recovery(),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication r),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots s WHERE s.slot_type = 'physical'),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots s
        WHERE s.slot_type = 'logical' AND s.database = pg_catalog.current_database()),
       pg_catalog.current_setting('TimeZone'),
       pg_catalog.replace(pg_catalog.current_setting('search_path'), '"$user"', pg_catalog.quote_ident(current_user))
