-- who may see, who may write
CREATE TABLE docs (id integer PRIMARY KEY, owner_name text NOT NULL, team text, public boolean NOT NULL DEFAULT false);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;

CREATE POLICY docs_read ON docs FOR SELECT TO role_a, role_b USING (public OR owner_name = CURRENT_USER OR team = 'all');
CREATE POLICY docs_write ON docs FOR UPDATE TO role_a USING (owner_name = CURRENT_USER) WITH CHECK (owner_name = CURRENT_USER AND NOT public);
CREATE POLICY docs_insert ON docs FOR INSERT TO PUBLIC WITH CHECK (owner_name = CURRENT_USER);
COMMENT ON POLICY docs_read ON docs IS 'readers';
