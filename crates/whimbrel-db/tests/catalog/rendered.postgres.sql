-- Expressions that PostgreSQL renders in one way first and in another after reading that.
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN label AS varchar(10) DEFAULT 'a' CHECK (VALUE IN ('a', 'b'));
CREATE TABLE notes (
  id bigint PRIMARY KEY, status varchar(20) DEFAULT 'new', code char(2), name text, mood mood, n numeric, i int,
  at timestamp, tags varchar(5)[],
  known boolean GENERATED ALWAYS AS (status IN ('new', 'old')) STORED,
  CONSTRAINT status_known CHECK (status IN ('new', 'it''s, ] old', E'back\\slash')),
  CONSTRAINT status_not CHECK (status NOT IN ('gone', 'lost') OR name IN ('a', 'b')),
  CONSTRAINT code_known CHECK (code IN ('aa', 'bb')),
  CONSTRAINT mood_known CHECK (mood IN ('sad', 'glad')),
  CONSTRAINT number_known CHECK (n IN (1, 2) AND i IN (1, 2.5) AND i <> ALL (ARRAY[3, -4])),
  CONSTRAINT several CHECK (status IN (name, 'x') AND upper(status) IN ('NEW', 'OLD')),
  CONSTRAINT casts CHECK (status::text = ANY (ARRAY['a', 'b']) AND tags <@ ARRAY['a', 'b']::varchar(5)[]),
  CONSTRAINT nested CHECK (tags && (ARRAY[ARRAY['a'::varchar], ARRAY['b'::varchar]])::text[]::varchar[]),
  CONSTRAINT between_two CHECK (i BETWEEN -1 AND 5 AND at > 'yesterday'::text::timestamp - interval '1 day')
);
CREATE INDEX few ON notes (id) WHERE status IN ('new', 'old');
CREATE INDEX expression ON notes ((status IN ('new', 'old')), (coalesce(status, 'none')));
CREATE VIEW seen AS SELECT n.id, n.status IN ('new', 'old') AS known FROM notes n, notes o
  WHERE n.status IN ('new', 'old') AND o.id = n.id AND n.name NOT IN ('x', 'y');
CREATE MATERIALIZED VIEW kept AS SELECT n.id FROM notes n JOIN seen s ON s.id = n.id WHERE n.status IN ('new', 'old');
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY few ON notes USING (status IN ('new', 'old')) WITH CHECK (status IN ('new', 'old'));
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON notes FOR EACH ROW WHEN (NEW.status IN ('new', 'old')) EXECUTE FUNCTION touch();
CREATE RULE keep AS ON DELETE TO notes WHERE (OLD.status IN ('new', 'old')) DO INSTEAD NOTHING;
CREATE VIEW one_source AS SELECT o.id, upper(o.name) AS name, o.status AS "Status", o.n IN (SELECT i FROM notes x WHERE x.id = o.id)
  FROM notes o WHERE o.n > 1 AND EXISTS (SELECT FROM seen s WHERE s.id = o.id) ORDER BY o.name, o.status;
CREATE VIEW grouped AS SELECT status, count(*) AS n, max(n) FILTER (WHERE i > 1) OVER w AS most FROM notes
  GROUP BY status, n, i HAVING count(*) > 1 WINDOW w AS (PARTITION BY status ORDER BY n DESC) LIMIT 5;
CREATE VIEW of_function AS SELECT g.a, g.place FROM generate_series(1, 3) WITH ORDINALITY g(a, place);
CREATE VIEW of_query AS SELECT q.id FROM (SELECT id FROM notes LIMIT 1) q;
CREATE VIEW of_with AS WITH c AS (SELECT id FROM notes) SELECT c.id FROM c;
CREATE VIEW of_values AS SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y')) v(a, b);
CREATE VIEW of_both AS SELECT id FROM notes UNION ALL SELECT n.id FROM notes n WHERE n.i = 1;
CREATE VIEW of_rows AS SELECT notes, notes.id FROM notes;
