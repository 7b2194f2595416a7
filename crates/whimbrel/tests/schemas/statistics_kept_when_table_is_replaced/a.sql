CREATE TABLE pool_1 (id integer PRIMARY KEY, a integer, b integer);
CREATE STATISTICS pool_stats ON a, b FROM pool_1;
CREATE POLICY pool_policy ON pool_1 USING (a > 0);
GRANT SELECT ON pool_1 TO role_a;
