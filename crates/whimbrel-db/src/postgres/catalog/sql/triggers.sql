-- Those that somebody made. Of the copies on partitions only those that are switched on or off otherwise than the
-- trigger that they are a copy of, with the table next above whose trigger is told. PostgreSQL has no function for the
-- condition alone, so the definition is read where there is one. Arguments are stored with a zero byte after each.
WITH RECURSIVE own AS (
  SELECT t.oid, t.tgrelid, t.tgenabled, t.tgisinternal, :trigger_parent AS parent FROM pg_catalog.pg_trigger t
), odd AS (
  SELECT c.oid, c.tgrelid, c.parent
  FROM own c
  JOIN own p ON p.oid = c.parent
  WHERE c.tgenabled <> p.tgenabled
), above AS (
  SELECT c.oid, p.oid AS at, p.parent, p.tgrelid, p.tgisinternal, 1 AS height
  FROM odd c JOIN own p ON p.oid = c.parent
  UNION ALL
  SELECT a.oid, p.oid, p.parent, p.tgrelid, p.tgisinternal, a.height + 1
  FROM above a JOIN own p ON p.oid = a.parent
), copy AS (
  SELECT a.oid, (pg_catalog.array_agg(a.tgrelid ORDER BY a.height) FILTER (WHERE a.parent = 0 OR o.oid IS NOT NULL))[1]
    AS original
  FROM above a
  LEFT JOIN odd o ON o.oid = a.at
  GROUP BY a.oid
  HAVING pg_catalog.bool_or(a.parent = 0 AND NOT a.tgisinternal)
)
SELECT t.oid, t.tgrelid, t.tgname, t.tgtype,
  ARRAY(SELECT a.attname::text
        FROM pg_catalog.unnest(t.tgattr::int2[]) WITH ORDINALITY u(attnum, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.attnum
        ORDER BY u.place),
  CASE WHEN t.tgqual IS NOT NULL THEN pg_catalog.pg_get_triggerdef(t.oid) END,
  pn.nspname, p.proname,
  CASE WHEN t.tgnargs > 0 THEN ARRAY(
    SELECT pg_catalog.convert_from(pg_catalog.decode(u.argument[1], 'hex'), pg_catalog.getdatabaseencoding())
    FROM pg_catalog.regexp_matches(pg_catalog.encode(t.tgargs, 'hex'), '((?:..)*?)00', 'g')
      WITH ORDINALITY u(argument, place)
    ORDER BY u.place)
  END,
  t.tgoldtable, t.tgnewtable,
  t.tgconstraint <> 0, fn.nspname, f.relname, t.tgdeferrable, t.tginitdeferred, t.tgenabled, y.original
FROM pg_catalog.pg_trigger t
JOIN own o ON o.oid = t.oid
LEFT JOIN copy y ON y.oid = t.oid
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_class f ON f.oid = t.tgconstrrelid
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
LEFT JOIN pg_catalog.pg_depend x
  ON x.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e'
WHERE (NOT t.tgisinternal AND o.parent = 0 OR y.oid IS NOT NULL)
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND x.objid IS NULL;
