CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  page TEXT,
  at TEXT DEFAULT CURRENT_TIMESTAMP,
  token TEXT DEFAULT (lower(hex(randomblob(4)))),
  twice INTEGER DEFAULT (1 + 1)
);
CREATE INDEX visit_page ON visit (page);
