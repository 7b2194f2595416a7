-- hidden: 1 in a virtual table, 2 generated when read, 3 generated when written.
SELECT m.name, x.name, x.type, x."notnull", x.dflt_value, x.hidden
FROM sqlite_schema AS m
JOIN pragma_table_xinfo(m.name) AS x
WHERE m.type = 'table'
  AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name NOT LIKE 'whimbrel\_%' ESCAPE '\'
ORDER BY m.name, x.cid
