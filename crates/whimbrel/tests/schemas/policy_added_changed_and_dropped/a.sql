CREATE TABLE docs (id integer PRIMARY KEY, owner_name text NOT NULL, team text, public boolean NOT NULL DEFAULT false);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;

CREATE POLICY docs_read ON docs FOR SELECT USING (public OR owner_name = CURRENT_USER);
CREATE POLICY docs_write ON docs FOR UPDATE TO role_a USING (owner_name = CURRENT_USER);
CREATE POLICY docs_gone ON docs FOR DELETE TO role_b USING (true);
