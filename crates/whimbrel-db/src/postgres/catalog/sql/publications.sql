SELECT p.oid, p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate,
  :published_via_root, :published_generated
FROM pg_catalog.pg_publication p
WHERE p.oid >= 16384
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype = 'e');
