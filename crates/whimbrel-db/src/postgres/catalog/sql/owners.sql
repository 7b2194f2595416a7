-- Owners other than the makers: catalog, oid, role. Not of the sequence of an identity column, nor the superuser of what
-- only a superuser can create, nor the owner that the schema public begins with.
WITH maker AS (
  SELECT d.datdba AS oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
  UNION ALL
  SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname IN (current_user, 'pg_database_owner')
), owned AS (
  SELECT c.tableoid, c.oid, c.relowner AS owner FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  UNION ALL SELECT t.tableoid, t.oid, t.typowner FROM pg_catalog.pg_type t
  UNION ALL SELECT p.tableoid, p.oid, p.proowner FROM pg_catalog.pg_proc p
  UNION ALL SELECT n.tableoid, n.oid, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname <> 'public' OR n.nspowner <> 10
  UNION ALL SELECT l.tableoid, l.oid, l.collowner FROM pg_catalog.pg_collation l
  UNION ALL SELECT c.tableoid, c.oid, c.conowner FROM pg_catalog.pg_conversion c
  UNION ALL SELECT o.tableoid, o.oid, o.oprowner FROM pg_catalog.pg_operator o
  UNION ALL SELECT k.tableoid, k.oid, k.opcowner FROM pg_catalog.pg_opclass k
  UNION ALL SELECT f.tableoid, f.oid, f.opfowner FROM pg_catalog.pg_opfamily f
  UNION ALL SELECT s.tableoid, s.oid, s.srvowner FROM pg_catalog.pg_foreign_server s
  UNION ALL SELECT p.tableoid, p.oid, p.pubowner FROM pg_catalog.pg_publication p
  UNION ALL SELECT s.tableoid, s.oid, s.stxowner FROM pg_catalog.pg_statistic_ext s
  UNION ALL SELECT d.tableoid, d.oid, d.dictowner FROM pg_catalog.pg_ts_dict d
  UNION ALL SELECT c.tableoid, c.oid, c.cfgowner FROM pg_catalog.pg_ts_config c
  UNION ALL SELECT l.tableoid, l.oid, l.lanowner FROM pg_catalog.pg_language l
    WHERE l.lanowner NOT IN (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolsuper)
  UNION ALL SELECT f.tableoid, f.oid, f.fdwowner FROM pg_catalog.pg_foreign_data_wrapper f
    WHERE f.fdwowner NOT IN (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolsuper)
  UNION ALL SELECT e.tableoid, e.oid, e.evtowner FROM pg_catalog.pg_event_trigger e
    WHERE e.evtowner NOT IN (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolsuper)
)
SELECT o.tableoid, o.oid, pg_catalog.pg_get_userbyid(o.owner)
FROM owned o
WHERE (o.oid >= 16384 OR o.tableoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND o.oid = 2200)
  AND o.owner NOT IN (SELECT m.oid FROM maker m)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = o.tableoid AND d.objid = o.oid AND d.objsubid = 0
      AND (d.deptype = 'e' OR d.deptype = 'i' AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0));
