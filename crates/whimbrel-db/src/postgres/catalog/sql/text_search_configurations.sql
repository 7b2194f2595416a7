-- One row a type of token with the dictionaries it goes through; one row without where there is none.
SELECT c.oid, n.nspname, c.cfgname,
  pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.prsname), k.alias,
  pg_catalog.array_agg(pg_catalog.quote_ident(dn.nspname) || '.' || pg_catalog.quote_ident(d.dictname)
    ORDER BY m.mapseqno)
FROM pg_catalog.pg_ts_config c
JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
LEFT JOIN (
  pg_catalog.pg_ts_config_map m
  JOIN pg_catalog.pg_ts_dict d ON d.oid = m.mapdict
  JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
) ON m.mapcfg = c.oid
LEFT JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype = 'e')
GROUP BY c.oid, n.nspname, c.cfgname, pn.nspname, p.prsname, k.alias;
