-- The roles that made the schema, as far as the database tells: its owner, and who reads it.
SELECT current_user::pg_catalog.text
UNION
SELECT pg_catalog.pg_get_userbyid(d.datdba)::pg_catalog.text
FROM pg_catalog.pg_database d
WHERE d.datname = pg_catalog.current_database();
