-- open: an index under the same name goes with the materialized view and does not come again
CREATE TABLE raw (k text, v numeric);

CREATE MATERIALIZED VIEW totals AS SELECT k, sum(v) AS v FROM raw GROUP BY k;
CREATE UNIQUE INDEX totals_k ON totals (k);
