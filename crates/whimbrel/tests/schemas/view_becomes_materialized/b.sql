-- the same query, stored
CREATE TABLE clicks (page text NOT NULL, at timestamptz NOT NULL);

CREATE MATERIALIZED VIEW popular AS SELECT page, count(*) AS clicks FROM clicks GROUP BY page;
CREATE UNIQUE INDEX popular_page ON popular (page);
GRANT SELECT ON popular TO role_b;
