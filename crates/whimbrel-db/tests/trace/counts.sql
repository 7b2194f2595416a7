-- What the server has counted of each table since it was made: scans, rows written, entries read from its indexes. The
-- number of rows is that of the last VACUUM, which no statement of the corpus changes for good.
SELECT s.relid, coalesce(s.seq_scan, 0), s.n_tup_ins, s.n_tup_upd, s.n_tup_del,
       (SELECT coalesce(sum(i.idx_tup_read), 0) FROM pg_stat_user_indexes i WHERE i.relid = s.relid),
       (SELECT greatest(c.reltuples, 0)::bigint FROM pg_class c WHERE c.oid = s.relid)
FROM pg_stat_user_tables s
