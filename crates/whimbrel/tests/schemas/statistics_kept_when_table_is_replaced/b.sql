-- statistics, policies, rules, triggers and rights go with a table and come with another
CREATE TABLE pool_2 (id bigint PRIMARY KEY, a integer, b integer);
CREATE STATISTICS pool_stats ON a, b FROM pool_2;
CREATE POLICY pool_policy ON pool_2 USING (a > 1);
GRANT SELECT ON pool_2 TO role_b;
