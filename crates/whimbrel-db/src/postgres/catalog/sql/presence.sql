-- What there is that no system has by itself: kinds of relations, types and constraints, and the catalogs with a row of
-- somebody's own. What is not there has not to be asked for, and most of a schema's kinds are not.
SELECT pg_catalog.concat('class ', c.relkind) FROM pg_catalog.pg_class c WHERE c.oid >= 16384 GROUP BY c.relkind
UNION ALL
SELECT pg_catalog.concat('type ', t.typtype) FROM pg_catalog.pg_type t WHERE t.oid >= 16384 GROUP BY t.typtype
UNION ALL
SELECT pg_catalog.concat('constraint ', k.contype) FROM pg_catalog.pg_constraint k WHERE k.oid >= 16384 GROUP BY k.contype
UNION ALL SELECT 'pg_am' WHERE EXISTS (SELECT FROM pg_catalog.pg_am x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_amop' WHERE EXISTS (SELECT FROM pg_catalog.pg_amop x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_amproc' WHERE EXISTS (SELECT FROM pg_catalog.pg_amproc x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_cast' WHERE EXISTS (SELECT FROM pg_catalog.pg_cast x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_collation' WHERE EXISTS (SELECT FROM pg_catalog.pg_collation x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_conversion' WHERE EXISTS (SELECT FROM pg_catalog.pg_conversion x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_default_acl' WHERE EXISTS (SELECT FROM pg_catalog.pg_default_acl x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_event_trigger' WHERE EXISTS (SELECT FROM pg_catalog.pg_event_trigger x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_foreign_data_wrapper' WHERE EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_foreign_server' WHERE EXISTS (SELECT FROM pg_catalog.pg_foreign_server x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_opclass' WHERE EXISTS (SELECT FROM pg_catalog.pg_opclass x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_operator' WHERE EXISTS (SELECT FROM pg_catalog.pg_operator x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_opfamily' WHERE EXISTS (SELECT FROM pg_catalog.pg_opfamily x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_policy' WHERE EXISTS (SELECT FROM pg_catalog.pg_policy x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_proc' WHERE EXISTS (SELECT FROM pg_catalog.pg_proc x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_publication' WHERE EXISTS (SELECT FROM pg_catalog.pg_publication x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_rewrite' WHERE EXISTS (SELECT FROM pg_catalog.pg_rewrite x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_statistic_ext' WHERE EXISTS (SELECT FROM pg_catalog.pg_statistic_ext x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_transform' WHERE EXISTS (SELECT FROM pg_catalog.pg_transform x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_trigger' WHERE EXISTS (SELECT FROM pg_catalog.pg_trigger x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_ts_config' WHERE EXISTS (SELECT FROM pg_catalog.pg_ts_config x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_ts_dict' WHERE EXISTS (SELECT FROM pg_catalog.pg_ts_dict x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_ts_parser' WHERE EXISTS (SELECT FROM pg_catalog.pg_ts_parser x WHERE x.oid >= 16384)
UNION ALL SELECT 'pg_ts_template' WHERE EXISTS (SELECT FROM pg_catalog.pg_ts_template x WHERE x.oid >= 16384)
