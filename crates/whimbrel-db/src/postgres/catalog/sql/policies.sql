-- A policy for PUBLIC has the role 0.
SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
  ARRAY(SELECT r.rolname::text
        FROM pg_catalog.unnest(p.polroles) u(oid)
        JOIN pg_catalog.pg_roles r ON r.oid = u.oid
        ORDER BY r.rolname),
  pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_catalog.pg_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema';
