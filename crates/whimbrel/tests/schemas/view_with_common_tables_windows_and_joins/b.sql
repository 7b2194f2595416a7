-- the many things a query can hold
CREATE TABLE players (id integer PRIMARY KEY, name text, team integer, tags text[], meta jsonb);
CREATE TABLE teams (id integer PRIMARY KEY, name text);

CREATE VIEW standings AS
    WITH tagged AS (SELECT id, unnest(tags) AS tag FROM players)
    SELECT p.id, p.name, t.name AS team,
        row_number() OVER w AS place,
        count(*) FILTER (WHERE g.tag LIKE 'a%') OVER (PARTITION BY t.id) AS a_tags,
        (SELECT max(q.id) FROM players q WHERE q.team = p.team) AS newest,
        p.meta #>> '{a,b}' AS ab,
        CASE WHEN p.name ~* '^o''?' THEN 'o' ELSE NULL END AS o,
        EXTRACT(year FROM TIMESTAMP '2024-01-01 00:00:00') AS year,
        ARRAY[1, 2]::bigint[] AS list
    FROM players p
    LEFT JOIN teams t ON t.id = p.team
    LEFT JOIN LATERAL (SELECT tag FROM tagged x WHERE x.id = p.id ORDER BY tag LIMIT 1) g ON true
    WHERE NOT EXISTS (SELECT FROM teams z WHERE z.name IS NOT DISTINCT FROM p.name)
    WINDOW w AS (PARTITION BY t.id ORDER BY p.name DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
    UNION ALL
    SELECT 0, 'nobody', NULL, 0, 0, NULL, NULL, NULL, 0, '{}'
    ORDER BY 1 DESC;
