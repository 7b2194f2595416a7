-- Where a history can be created: may the role create a schema, does the schema exist and admit tables, and which
-- schemas of the search path admit tables.
SELECT pg_catalog.current_database(),
       current_user,
       pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
       (SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') AND pg_catalog.has_schema_privilege(oid, 'USAGE')
        FROM pg_catalog.pg_namespace WHERE nspname = {schema}),
       (SELECT s.name
        FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS s (name, place)
        WHERE pg_catalog.has_schema_privilege(s.name, 'CREATE') AND s.name NOT LIKE 'pg\_%'
        ORDER BY s.place
        LIMIT 1),
       (pg_catalog.current_schemas(false))[1]
