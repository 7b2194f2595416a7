-- Every object kind that the model has of SQLite.
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  Email text COLLATE nocase NOT NULL UNIQUE,
  name varchar (255) DEFAULT 'anonymous', -- a comment
  upper_name TEXT GENERATED ALWAYS AS (upper( name )) VIRTUAL,
  stored_name TEXT AS (lower(name)) STORED,
  score real DEFAULT (1 + 2) CHECK (score >= 0),
  CONSTRAINT short CHECK (length(name) < 200)
);
CREATE TABLE "Odd Table" (a int, b int, c ANY, PRIMARY KEY (a, b), UNIQUE (b, c)) STRICT, WITHOUT ROWID;
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  other INTEGER CONSTRAINT named REFERENCES users (id) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
  a int, b int,
  FOREIGN KEY (a, b) REFERENCES "Odd Table" (a, b) ON DELETE SET DEFAULT
);
CREATE INDEX orders_user ON orders (user_id DESC,lower(a)) WHERE b IS NOT NULL;
CREATE UNIQUE INDEX orders_ab ON orders (a,b);
CREATE VIEW names AS SELECT id,name FROM users;
CREATE TRIGGER touched AFTER UPDATE OF name,score ON users WHEN new.name <> old.name BEGIN UPDATE users SET score = 0; END;
CREATE TRIGGER on_view INSTEAD OF INSERT ON names BEGIN INSERT INTO users (Email) VALUES (new.name); END;
CREATE VIRTUAL TABLE words USING fts5(body);
CREATE TABLE whimbrel_history (id INTEGER PRIMARY KEY, version TEXT);
CREATE INDEX history_version ON whimbrel_history (version);
