SELECT version FROM {meta};
SELECT id, (pg_catalog.date_part('epoch', at) * 1000000)::bigint, kind, version, name, description, checksum, actor,
       duration_ms, tool, revision, detail
FROM {history} ORDER BY id;
SELECT version, direction, max(name), max(checksum), count(*) FILTER (WHERE state = 'done'), max(steps)
FROM {journal} GROUP BY version, direction
