-- what cannot be altered: the command, permissive or restrictive; what can lose a part only by being remade
CREATE TABLE cases (id integer PRIMARY KEY, court integer, sealed boolean);
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY p1 ON cases FOR ALL USING (NOT sealed);
CREATE POLICY p2 ON cases AS RESTRICTIVE USING (court = 1);
CREATE POLICY p3 ON cases FOR ALL USING (court > 1);
