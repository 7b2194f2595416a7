-- As privileges.sql writes them. Those of a schema are told against nothing, since they only add to the others.
SELECT d.oid, pg_catalog.pg_get_userbyid(d.defaclrole), n.nspname, d.defaclobjtype,
  ARRAY(
    SELECT CASE x.grantee WHEN 0 THEN 'p' WHEN d.defaclrole THEN 'o' ELSE 'r' END
      || CASE WHEN x.is_grantable THEN '*' ELSE ' ' END || x.privilege_type || ':' || pg_catalog.pg_get_userbyid(x.grantee)
    FROM pg_catalog.aclexplode(d.defaclacl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
    ORDER BY x.place),
  ARRAY(
    SELECT CASE x.grantor WHEN d.defaclrole THEN '' ELSE pg_catalog.pg_get_userbyid(x.grantor)::pg_catalog.text END
    FROM pg_catalog.aclexplode(d.defaclacl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
    ORDER BY x.place),
  ARRAY(
    SELECT CASE x.grantee WHEN 0 THEN 'p' ELSE 'o' END || ' ' || x.privilege_type || ':'
    FROM pg_catalog.aclexplode(pg_catalog.acldefault(
      CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)) x)
FROM pg_catalog.pg_default_acl d
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace;
