-- Who needs whom: the catalog, oid and column of the dependent, then of what it needs. Told of what a reader knows: of
-- the view instead of its rule, the constraint instead of its index, the table instead of its row type, the type
-- instead of its arrays, the domain instead of its constraints, the extension instead of its members; a default as its
-- table and column.
--
-- Left out is what the objects themselves say: their schema, and which columns keys and foreign keys are made of.
WITH owner AS MATERIALIZED (
  -- Internal objects, and operators and functions that were added to an operator family.
  SELECT classid, objid, refclassid, refobjid, refobjsubid
  FROM pg_catalog.pg_depend
  WHERE objid >= 16384 AND objsubid = 0 AND classid <> 'pg_catalog.pg_trigger'::pg_catalog.regclass
    AND (deptype = 'i' OR deptype = 'a' AND (
      classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
      OR classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
        AND refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass))
), member AS (
  SELECT classid, objid, refclassid, refobjid
  FROM pg_catalog.pg_depend
  WHERE deptype = 'e' AND refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
)
SELECT
  CASE
    WHEN a.oid IS NOT NULL THEN d.classid
    WHEN k.contypid <> 0 THEN 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid
    ELSE COALESCE(o.refclassid, d.classid)
  END,
  COALESCE(a.adrelid, NULLIF(k.contypid, 0), o.refobjid, d.objid),
  COALESCE(a.adnum::integer, o.refobjsubid, d.objsubid),
  COALESCE(m.refclassid, array_of.refclassid, part_of.refclassid, d.refclassid),
  COALESCE(m.refobjid, array_of.refobjid, part_of.refobjid, d.refobjid),
  CASE WHEN m.objid IS NOT NULL THEN 0 ELSE COALESCE(array_of.refobjsubid, part_of.refobjsubid, d.refobjsubid) END
FROM pg_catalog.pg_depend d
LEFT JOIN pg_catalog.pg_constraint k
  ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
LEFT JOIN pg_catalog.pg_attrdef a ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND a.oid = d.objid
LEFT JOIN owner o ON o.classid = d.classid AND o.objid = d.objid
LEFT JOIN owner part_of ON part_of.classid = d.refclassid AND part_of.objid = d.refobjid
LEFT JOIN owner array_of ON array_of.classid = part_of.refclassid AND array_of.objid = part_of.refobjid
LEFT JOIN member m
  ON m.classid = COALESCE(array_of.refclassid, part_of.refclassid, d.refclassid)
  AND m.objid = COALESCE(array_of.refobjid, part_of.refobjid, d.refobjid)
WHERE d.deptype IN ('n', 'a') AND d.objid >= 16384
  AND (d.refobjid >= 16384 OR d.refclassid = 'pg_catalog.pg_language'::pg_catalog.regclass)
  AND d.refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
  -- a default on its own column
  AND NOT (d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.deptype = 'a')
  AND CASE
    WHEN k.contype IN ('p', 'u', 'f', 'n')
      THEN d.refclassid <> 'pg_catalog.pg_class'::pg_catalog.regclass OR d.refobjsubid = 0
    -- what the expression names comes as 'n' as well
    WHEN k.contype = 'c' THEN d.deptype = 'n'
    ELSE true
  END
  AND NOT EXISTS (SELECT FROM member x WHERE x.classid = d.classid AND x.objid = d.objid);
