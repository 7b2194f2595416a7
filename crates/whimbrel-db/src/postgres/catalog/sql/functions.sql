-- An aggregate has no definition of its own in PostgreSQL: its parts are put together here.
SELECT n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes), p.prokind,
  pg_catalog.pg_get_function_result(p.oid), l.lanname,
  CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid)
  ELSE pg_catalog.concat_ws(', ',
    'ARGUMENTS (' || pg_catalog.pg_get_function_arguments(p.oid) || ')',
    'KIND ' || g.aggkind::text,
    'SFUNC ' || g.aggtransfn::text,
    'STYPE ' || pg_catalog.format_type(g.aggtranstype, NULL),
    'SSPACE ' || NULLIF(g.aggtransspace, 0)::text,
    'FINALFUNC ' || NULLIF(g.aggfinalfn::oid, 0)::pg_catalog.regproc::text,
    CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
    'FINALFUNC_MODIFY ' || g.aggfinalmodify::text,
    'COMBINEFUNC ' || NULLIF(g.aggcombinefn::oid, 0)::pg_catalog.regproc::text,
    'SERIALFUNC ' || NULLIF(g.aggserialfn::oid, 0)::pg_catalog.regproc::text,
    'DESERIALFUNC ' || NULLIF(g.aggdeserialfn::oid, 0)::pg_catalog.regproc::text,
    'INITCOND ' || pg_catalog.quote_literal(g.agginitval),
    'MSFUNC ' || NULLIF(g.aggmtransfn::oid, 0)::pg_catalog.regproc::text,
    'MINVFUNC ' || NULLIF(g.aggminvtransfn::oid, 0)::pg_catalog.regproc::text,
    'MSTYPE ' || pg_catalog.format_type(NULLIF(g.aggmtranstype, 0), NULL),
    'MFINALFUNC ' || NULLIF(g.aggmfinalfn::oid, 0)::pg_catalog.regproc::text,
    'MINITCOND ' || pg_catalog.quote_literal(g.aggminitval),
    'SORTOP ' || NULLIF(g.aggsortop, 0)::pg_catalog.regoperator::text,
    'PARALLEL ' || p.proparallel::text)
  END
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND x.objid = p.oid AND x.deptype IN ('e', 'i'));
