CREATE MATERIALIZED VIEW counts AS SELECT customer_id, count(*) FROM orders GROUP BY 1
