-- One row a column. SQLite numbers a table's foreign keys from the last one written to the first.
SELECT m.name, f.id, f."table", f."from", f."to", f.on_update, f.on_delete
FROM sqlite_schema AS m
JOIN pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table'
  AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name NOT LIKE 'whimbrel\_%' ESCAPE '\'
ORDER BY m.name, f.id DESC, f.seq
