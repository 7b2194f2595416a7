-- Kinds: d ndistinct, f dependencies, m mcv, e expressions. The target is -1 or, from PostgreSQL 17 on, null where it is
-- not set.
SELECT s.oid, n.nspname, s.stxname, s.stxrelid, s.stxkind, :statistics_columns, :statistics_target
FROM pg_catalog.pg_statistic_ext s
JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
LEFT JOIN pg_catalog.pg_depend x
  ON x.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND x.objid = s.oid AND x.deptype = 'e'
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND x.objid IS NULL;
