-- Those that an index may have without naming them, and those that indexes have. What a class takes: its input type,
-- and the types that can be read as that one.
SELECT o.oid, o.opcmethod, pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(o.opcname), o.opcdefault,
  o.opcintype, CASE WHEN t.typispreferred THEN t.typcategory END,
  ARRAY(SELECT k.castsource FROM pg_catalog.pg_cast k
        WHERE k.casttarget = o.opcintype AND k.castmethod = 'b' AND k.castcontext = 'i')
FROM pg_catalog.pg_opclass o
JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
JOIN pg_catalog.pg_type t ON t.oid = o.opcintype
WHERE o.opcdefault OR o.oid IN (
  SELECT pg_catalog.unnest(i.indclass) FROM pg_catalog.pg_index i
  WHERE i.indexrelid >= 16384 AND (:only IS NULL OR i.indrelid = ANY (:only)));
