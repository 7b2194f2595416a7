CREATE TABLE clicks (page text NOT NULL, at timestamptz NOT NULL);

CREATE VIEW popular AS SELECT page, count(*) AS clicks FROM clicks GROUP BY page;
GRANT SELECT ON popular TO role_b;
