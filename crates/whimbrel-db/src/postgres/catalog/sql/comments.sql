-- Comments: catalog, oid and column of what they are on; where that is not an object of its own, the object it belongs
-- to, a letter for the part ('a'ttribute, 'c'onstraint, 'i'ndex) and its name. Not what PostgreSQL says of the schema
-- public, nor what an extension says of itself; where nothing is said of the schema public, an empty text.
SELECT
  CASE
    WHEN c.relkind = 'c' OR k.contypid <> 0 THEN 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid
    WHEN k.contype = 'n' THEN 'pg_catalog.pg_class'::pg_catalog.regclass
    WHEN t.oid IS NOT NULL THEN 'pg_catalog.pg_trigger'::pg_catalog.regclass
    WHEN ik.oid IS NOT NULL THEN 'pg_catalog.pg_constraint'::pg_catalog.regclass
    ELSE d.classoid
  END,
  CASE
    WHEN c.relkind = 'c' THEN c.reltype
    WHEN k.contypid <> 0 THEN k.contypid
    WHEN k.contype = 'n' THEN k.conrelid
    ELSE COALESCE(t.oid, ik.oid, d.objoid)
  END,
  CASE
    WHEN c.relkind = 'c' THEN 0
    WHEN k.contype = 'n' AND k.contypid = 0 THEN k.conkey[1]::pg_catalog.int4
    ELSE d.objsubid
  END,
  CASE
    WHEN c.relkind = 'c' AND d.objsubid > 0 THEN 'a'
    WHEN k.contypid <> 0 OR k.contype = 'n' OR t.oid IS NOT NULL THEN 'c'
    WHEN ik.oid IS NOT NULL THEN 'i'
  END,
  COALESCE(a.attname, k.conname), d.description
FROM pg_catalog.pg_description d
LEFT JOIN pg_catalog.pg_class c ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objoid
LEFT JOIN pg_catalog.pg_attribute a ON c.relkind = 'c' AND a.attrelid = c.oid AND a.attnum = d.objsubid
LEFT JOIN pg_catalog.pg_constraint ik ON c.relkind IN ('i', 'I') AND ik.conindid = c.oid AND ik.contype IN ('p', 'u', 'x')
LEFT JOIN pg_catalog.pg_constraint k ON d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objoid
LEFT JOIN pg_catalog.pg_trigger t ON k.contype = 't' AND t.tgconstraint = k.oid
LEFT JOIN pg_catalog.pg_extension e ON d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.oid = d.objoid
WHERE CASE
    WHEN d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = 2200
      THEN d.description <> 'standard public schema'
    WHEN e.extname = 'plpgsql' AND d.description = 'PL/pgSQL procedural language' THEN false
    WHEN e.extname IS NOT NULL THEN (e.extname, d.description) NOT IN (
      SELECT v.name, v.comment
      FROM pg_catalog.pg_available_extensions() v (name, default_version, comment)
      WHERE v.comment IS NOT NULL)
    WHEN d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.description = 'standard public schema'
      THEN d.objoid NOT IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public')
    ELSE d.objoid >= 16384
  END
UNION ALL
SELECT n.tableoid, n.oid, 0, NULL, NULL, ''
FROM pg_catalog.pg_namespace n
WHERE n.nspname = 'public' AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_description d
  WHERE d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = n.oid AND d.objsubid = 0);
