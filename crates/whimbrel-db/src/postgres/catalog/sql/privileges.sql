-- Privileges that are not as an object has them by itself. One row for all objects with the same: the kind as acldefault
-- knows it; catalogs, oids and columns of the objects; what is granted, and by which role, empty for the owner; what an
-- object of the kind has by itself.
--
-- One grant is written `r*SELECT:reader`: 'r'ole, 'o'wner or 'p'ublic, a star for the grant option or a blank, the
-- privilege, the role.
WITH held AS (
  SELECT CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::pg_catalog."char" AS kind,
    c.tableoid, c.oid, 0 AS number, c.relowner AS owner, c.relacl AS acl, false AS is_public, false AS may_create
  FROM pg_catalog.pg_class c WHERE c.relacl IS NOT NULL
  UNION ALL
  SELECT 'c', c.tableoid, c.oid, a.attnum, c.relowner, a.attacl, false, false
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL
  SELECT 'f', p.tableoid, p.oid, 0, p.proowner, p.proacl, false, false FROM pg_catalog.pg_proc p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT 'T', t.tableoid, t.oid, 0, t.typowner, t.typacl, false, false FROM pg_catalog.pg_type t WHERE t.typacl IS NOT NULL
  UNION ALL
  SELECT 'l', l.tableoid, l.oid, 0, l.lanowner, l.lanacl, false, false FROM pg_catalog.pg_language l WHERE l.lanacl IS NOT NULL
  UNION ALL
  SELECT 'F', f.tableoid, f.oid, 0, f.fdwowner, f.fdwacl, false, false
  FROM pg_catalog.pg_foreign_data_wrapper f WHERE f.fdwacl IS NOT NULL
  UNION ALL
  SELECT 'S', s.tableoid, s.oid, 0, s.srvowner, s.srvacl, false, false
  FROM pg_catalog.pg_foreign_server s WHERE s.srvacl IS NOT NULL
  UNION ALL
  SELECT 'n', n.tableoid, n.oid, 0, n.nspowner, COALESCE(n.nspacl, pg_catalog.acldefault('n', n.nspowner)),
    n.nspname = 'public', n.nspname = 'public' AND :public_may_create
  FROM pg_catalog.pg_namespace n WHERE n.nspacl IS NOT NULL OR n.nspname = 'public'
), alike AS (
  SELECT h.kind, h.owner, h.acl, h.is_public, h.may_create, pg_catalog.array_agg(h.tableoid) AS catalogs,
    pg_catalog.array_agg(h.oid) AS oids, pg_catalog.array_agg(h.number) AS numbers
  FROM held h
  WHERE h.oid >= 16384 OR h.is_public
  GROUP BY h.kind, h.owner, h.acl, h.is_public, h.may_create
)
SELECT a.kind, a.catalogs, a.oids, a.numbers,
  ARRAY(
    SELECT CASE x.grantee WHEN 0 THEN 'p' WHEN a.owner THEN 'o' ELSE 'r' END
      || CASE WHEN x.is_grantable THEN '*' ELSE ' ' END || x.privilege_type || ':' || pg_catalog.pg_get_userbyid(x.grantee)
    FROM pg_catalog.aclexplode(a.acl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
    ORDER BY x.place),
  ARRAY(
    SELECT CASE x.grantor WHEN a.owner THEN '' ELSE pg_catalog.pg_get_userbyid(x.grantor)::pg_catalog.text END
    FROM pg_catalog.aclexplode(a.acl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
    ORDER BY x.place),
  -- the schema public begins with more than another
  ARRAY(
    SELECT CASE x.grantee WHEN 0 THEN 'p' ELSE 'o' END || ' ' || x.privilege_type || ':'
    FROM pg_catalog.aclexplode(pg_catalog.acldefault(a.kind, a.owner)) x)
  || CASE WHEN a.is_public THEN ARRAY['p USAGE:'] END
  || CASE WHEN a.may_create THEN ARRAY['p CREATE:'] END
FROM alike a;
