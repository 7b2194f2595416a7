-- Not those that come with a range type, from the range to its multirange.
SELECT c.oid, pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL),
  NULLIF(c.castfunc, 0)::pg_catalog.regprocedure, c.castmethod, c.castcontext
FROM pg_catalog.pg_cast c
WHERE c.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype IN ('e', 'i'));
