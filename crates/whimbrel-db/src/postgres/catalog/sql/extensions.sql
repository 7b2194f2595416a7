-- The version is told where it is not what the server installs when nothing is said. To know that the server reads a
-- folder of files: not done for PL/pgSQL alone, which every database has.
WITH available AS MATERIALIZED (
  SELECT v.name, v.default_version FROM pg_catalog.pg_available_extensions() v (name, default_version, comment)
)
SELECT e.oid, e.extname, n.nspname,
  CASE
    WHEN e.extname <> 'plpgsql'
      AND (SELECT a.default_version FROM available a WHERE a.name = e.extname) IS DISTINCT FROM e.extversion
    THEN e.extversion
  END,
  e.extrelocatable
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace;
