SELECT version FROM whimbrel_meta;
SELECT id, at, kind, version, name, description, checksum, actor, duration_ms, tool, revision, detail
FROM whimbrel_history ORDER BY id;
SELECT version, direction, max(name), max(checksum), sum(state = 'done'), max(steps)
FROM whimbrel_journal GROUP BY version, direction
