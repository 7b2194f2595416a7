-- Without those of foreign keys and without the copies on partitions. PostgreSQL has no function for the condition
-- alone, so it is cut from the definition. Arguments are stored with a zero byte after each.
SELECT t.tgrelid, t.tgname, t.tgtype,
  ARRAY(SELECT pg_catalog.quote_ident(a.attname)
        FROM pg_catalog.unnest(t.tgattr::int2[]) WITH ORDINALITY u(attnum, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.attnum
        ORDER BY u.place),
  CASE WHEN t.tgqual IS NOT NULL THEN
    pg_catalog.substring(pg_catalog.pg_get_triggerdef(t.oid), 'FOR EACH (?:ROW|STATEMENT) WHEN \((.*)\) EXECUTE ')
  END,
  pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.proname),
  ARRAY(SELECT pg_catalog.quote_literal(u.argument)
        FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.encode(t.tgargs, 'escape'), '\000'))
          WITH ORDINALITY u(argument, place)
        WHERE u.place <= t.tgnargs ORDER BY u.place),
  t.tgoldtable, t.tgnewtable,
  t.tgconstraint <> 0, fn.nspname, f.relname, t.tgdeferrable, t.tginitdeferred, t.tgenabled
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_class f ON f.oid = t.tgconstrrelid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
WHERE NOT t.tgisinternal AND :trigger_parent = 0
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema';
