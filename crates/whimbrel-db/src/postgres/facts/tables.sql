-- Of tables, partitioned tables and materialized views: rows, bytes, and what depends on them. Of a partitioned table the
-- sum of its partitions. Rows are the planner's estimate or, where nobody has analysed the table, the live rows that the
-- statistics count; null where neither knows. Sizes need ACCESS SHARE for a moment.
WITH wanted AS (
    SELECT c.oid, n.nspname, c.relname, c.relkind
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND (:all OR (n.nspname::text, c.relname::text) IN (SELECT * FROM ROWS FROM (
          pg_catalog.unnest(:schemas::text[]), pg_catalog.unnest(:names::text[]))))
), stored AS (
    SELECT w.oid AS wanted, w.oid AS stored FROM wanted w WHERE w.relkind <> 'p'
    UNION ALL
    SELECT w.oid, t.relid FROM wanted w, LATERAL pg_catalog.pg_partition_tree(w.oid) t WHERE w.relkind = 'p' AND t.isleaf
), measured AS (
    SELECT s.wanted,
           CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint
                WHEN pg_catalog.pg_stat_get_live_tuples(c.oid) > 0 THEN pg_catalog.pg_stat_get_live_tuples(c.oid)
                WHEN pg_catalog.pg_relation_size(c.oid) = 0 THEN 0 END AS rows,
           pg_catalog.pg_total_relation_size(c.oid) AS total,
           pg_catalog.pg_table_size(c.oid) AS heap,
           pg_catalog.pg_indexes_size(c.oid) AS indexes
    FROM stored s
    JOIN pg_catalog.pg_class c ON c.oid = s.stored
    WHERE c.relkind <> 'f'
), summed AS (
    SELECT m.wanted,
           -- one that is not known leaves the sum unknown
           CASE WHEN pg_catalog.count(m.rows) = pg_catalog.count(*) THEN pg_catalog.sum(m.rows) END AS rows,
           pg_catalog.sum(m.total) AS total, pg_catalog.sum(m.heap) AS heap, pg_catalog.sum(m.indexes) AS indexes
    FROM measured m
    GROUP BY m.wanted
)
SELECT w.nspname, w.relname,
       CASE WHEN s.wanted IS NULL THEN 0 ELSE s.rows END,
       COALESCE(s.total, 0), COALESCE(s.heap, 0), COALESCE(s.indexes, 0),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = w.oid),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint k
        WHERE k.contype = 'f' AND k.confrelid = w.oid AND k.conparentid = 0),
       (SELECT pg_catalog.count(DISTINCT r.ev_class)
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
        WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
          AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = w.oid AND r.ev_class <> w.oid)
FROM wanted w
LEFT JOIN summed s ON s.wanted = w.oid
ORDER BY w.nspname, w.relname
