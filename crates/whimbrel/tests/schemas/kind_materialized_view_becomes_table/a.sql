CREATE TABLE raw (k text, v numeric);

CREATE MATERIALIZED VIEW totals AS SELECT k, sum(v) AS v FROM raw GROUP BY k;
CREATE UNIQUE INDEX totals_k ON totals (k);
