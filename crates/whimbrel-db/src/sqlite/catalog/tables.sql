-- Without SQLite's own, Whimbrel's own, and the tables that a virtual table keeps its data in.
SELECT l.name, l.type, l.wr, l.strict, m.sql
FROM pragma_table_list AS l
JOIN sqlite_schema AS m ON m.name = l.name AND m.type = 'table'
WHERE l.schema = 'main' AND l.type IN ('table', 'virtual')
  AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND l.name NOT LIKE 'whimbrel\_%' ESCAPE '\'
ORDER BY l.name
