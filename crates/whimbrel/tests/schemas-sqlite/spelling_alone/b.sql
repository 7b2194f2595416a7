CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  name VARCHAR(20) NOT NULL DEFAULT 'x' CHECK (name <> '' AND length(name) > 1),
  size INT REFERENCES u,
  UNIQUE (name, size)
);
CREATE TABLE u (id INTEGER PRIMARY KEY, v TEXT UNIQUE, CONSTRAINT c CHECK (v <> id));
CREATE UNIQUE INDEX i ON t (name, lower(name)) WHERE size IS NOT NULL;
CREATE VIEW v AS SELECT name, id FROM t WHERE size = 1;
CREATE TRIGGER g AFTER UPDATE OF name ON t WHEN new.name <> old.name BEGIN UPDATE t SET size = 1 WHERE id = new.id; END;
CREATE VIRTUAL TABLE f USING fts5(body, tokenize='porter');
