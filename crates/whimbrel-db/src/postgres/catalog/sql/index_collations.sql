SELECT l.oid, pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(l.collname)
FROM pg_catalog.pg_collation l
JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
WHERE l.oid IN (
  SELECT pg_catalog.unnest(i.indcollation) FROM pg_catalog.pg_index i
  WHERE i.indexrelid >= 16384 AND (:only IS NULL OR i.indrelid = ANY (:only)));
