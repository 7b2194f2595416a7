-- What none of the other queries knows: kind, schema, identity. The catalogs are told by their numbers, since not every
-- version has them all: a catalog that is not named here is one of a newer server, and its objects are listed. Large
-- objects (2613) are data, extensions make their members themselves.
WITH object AS (
  SELECT d.classid, d.objid
  FROM pg_catalog.pg_depend d
  WHERE d.objid >= 16384 AND d.deptype IN ('n', 'a') AND d.classid NOT IN (
    -- those that have most rows come first: the list is gone through from the left
    1259, 2606, 2604, 1247, 1255, 2618, 2620, 826, 1417, 1418, 2328, 2601, 2605, 2607, 2612, 2613, 2615, 2616, 2617, 2753,
    3079, 3256, 3381, 3456, 3466, 3576, 3600, 3601, 3602, 3764, 6104,
    -- parts: of operator families, of publications
    2602, 2603, 6106, 6237)
  UNION
  SELECT s.classid, s.objid
  FROM pg_catalog.pg_shdepend s
  JOIN pg_catalog.pg_database b ON b.oid = s.dbid AND b.datname = pg_catalog.current_database()
  WHERE s.deptype = 'o' AND s.objid >= 16384 AND s.classid NOT IN (
    1259, 2606, 2604, 1247, 1255, 2618, 2620, 826, 1417, 1418, 2328, 2601, 2605, 2607, 2612, 2613, 2615, 2616, 2617, 2753,
    3079, 3256, 3381, 3456, 3466, 3576, 3600, 3601, 3602, 3764, 6104)
  UNION
  -- neither enum, domain, composite, range nor an array
  SELECT t.tableoid, t.oid
  FROM pg_catalog.pg_type t
  WHERE t.oid >= 16384 AND t.typtype NOT IN ('e', 'd', 'c', 'r', 'm') AND NOT (t.typelem <> 0 AND t.typcategory = 'A')
  UNION
  -- those that others name and that nobody has defined
  SELECT p.tableoid, p.oid FROM pg_catalog.pg_operator p WHERE p.oid >= 16384 AND p.oprcode = 0
  UNION
  SELECT c.tableoid, c.oid
  FROM pg_catalog.pg_class c
  WHERE c.oid >= 16384 AND c.relkind NOT IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 'c', 't')
)
SELECT CASE o.classid WHEN 1247 THEN 'base type' WHEN 2617 THEN 'undefined operator' ELSE i.type END, i.schema, i.identity
FROM object o
CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
WHERE i.identity IS NOT NULL AND COALESCE(i.schema, '') !~ '^pg_' AND COALESCE(i.schema, '') <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = o.classid AND x.objid = o.objid AND x.objsubid = 0 AND x.deptype = 'e')
UNION ALL
SELECT 'subscription', NULL, pg_catalog.quote_ident(s.subname)
FROM pg_catalog.pg_subscription s
JOIN pg_catalog.pg_database b ON b.oid = s.subdbid AND b.datname = pg_catalog.current_database()
ORDER BY 1, 3;
