-- An aggregate has no definition of its own in PostgreSQL: its parts are put together here, those that are not the
-- default. Internal ones belong to a type.
SELECT p.oid, n.nspname, p.proname, p.prokind, pg_catalog.pg_get_function_result(p.oid), l.lanname,
  p.proargmodes, p.proargnames,
  ARRAY(SELECT pg_catalog.format_type(u.type, NULL)
        FROM pg_catalog.unnest(COALESCE(p.proallargtypes, p.proargtypes::pg_catalog.oid[]))
          WITH ORDINALITY u(type, place)
        ORDER BY u.place),
  p.pronargdefaults, pg_catalog.pg_get_expr(p.proargdefaults, 0),
  CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid)
  ELSE pg_catalog.concat_ws(E',\n    ',
    'SFUNC = ' || g.aggtransfn::text,
    'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
    'SSPACE = ' || NULLIF(g.aggtransspace, 0)::text,
    'FINALFUNC = ' || NULLIF(g.aggfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
    'FINALFUNC_MODIFY = ' || modify.final,
    'COMBINEFUNC = ' || NULLIF(g.aggcombinefn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    'SERIALFUNC = ' || NULLIF(g.aggserialfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    'DESERIALFUNC = ' || NULLIF(g.aggdeserialfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
    'MSFUNC = ' || NULLIF(g.aggmtransfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    'MINVFUNC = ' || NULLIF(g.aggminvtransfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    'MSTYPE = ' || pg_catalog.format_type(NULLIF(g.aggmtranstype, 0), NULL),
    'MSSPACE = ' || NULLIF(g.aggmtransspace, 0)::text,
    'MFINALFUNC = ' || NULLIF(g.aggmfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc::text,
    CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
    'MFINALFUNC_MODIFY = ' || modify.moving_final,
    'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
    'SORTOP = ' || CASE WHEN op.nspname = 'pg_catalog' THEN o.oprname
      ELSE 'OPERATOR(' || pg_catalog.quote_ident(op.nspname) || '.' || o.oprname || ')' END,
    CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
    CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END)
  END,
  g.aggkind, g.aggnumdirectargs, CASE WHEN p.prokind = 'a' THEN pg_catalog.pg_get_function_arguments(p.oid) END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
LEFT JOIN pg_catalog.pg_operator o ON o.oid = g.aggsortop
LEFT JOIN pg_catalog.pg_namespace op ON op.oid = o.oprnamespace
CROSS JOIN LATERAL (
  SELECT w.final, w.moving_final FROM (VALUES (
    CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' END,
    CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' END,
    CASE WHEN g.aggkind = 'n' THEN 'READ_ONLY' ELSE 'READ_WRITE' END)) v(final, moving_final, usual)
  CROSS JOIN LATERAL (SELECT NULLIF(v.final, v.usual), NULLIF(v.moving_final, v.usual)) w(final, moving_final)
) modify
LEFT JOIN pg_catalog.pg_depend x
  ON x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype IN ('e', 'i')
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND x.objid IS NULL;
