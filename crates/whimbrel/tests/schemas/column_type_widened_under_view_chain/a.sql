CREATE TABLE sales (id integer PRIMARY KEY, region text NOT NULL, amount integer NOT NULL);

CREATE VIEW sales_positive AS SELECT id, region, amount FROM sales WHERE amount > 0;
CREATE VIEW sales_by_region AS SELECT region, sum(amount) AS total FROM sales_positive GROUP BY region;
CREATE VIEW best_region AS SELECT region FROM sales_by_region ORDER BY total DESC LIMIT 1;
CREATE MATERIALIZED VIEW sales_totals AS SELECT count(*) AS regions, max(total) AS best FROM sales_by_region;
CREATE UNIQUE INDEX sales_totals_one ON sales_totals (regions);
COMMENT ON VIEW sales_by_region IS 'What the Monday meeting looks at';
COMMENT ON COLUMN sales_by_region.total IS 'in cents';
GRANT SELECT ON sales_by_region TO role_a;
GRANT SELECT (region) ON best_region TO role_b;
