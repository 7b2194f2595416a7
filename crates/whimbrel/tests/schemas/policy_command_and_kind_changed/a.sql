CREATE TABLE cases (id integer PRIMARY KEY, court integer, sealed boolean);
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY p1 ON cases FOR SELECT USING (NOT sealed);
CREATE POLICY p2 ON cases AS PERMISSIVE USING (court = 1);
CREATE POLICY p3 ON cases FOR ALL USING (court > 1) WITH CHECK (court > 2);
