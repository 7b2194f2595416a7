-- Indexes that a constraint made have no SQL.
SELECT m.type, m.name, m.tbl_name, m.sql
FROM sqlite_schema AS m
WHERE m.type IN ('index', 'view', 'trigger') AND m.sql IS NOT NULL
  AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name NOT LIKE 'whimbrel\_%' ESCAPE '\'
  AND m.tbl_name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.tbl_name NOT LIKE 'whimbrel\_%' ESCAPE '\'
ORDER BY m.type = 'trigger', m.name
