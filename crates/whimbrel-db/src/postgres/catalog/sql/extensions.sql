-- The version is told where it is not what the server installs when nothing is said.
SELECT e.oid, e.extname, n.nspname, CASE WHEN v.default_version IS DISTINCT FROM e.extversion THEN e.extversion END,
  e.extrelocatable
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_catalog.pg_available_extensions() v (name, default_version, comment) ON v.name = e.extname;
