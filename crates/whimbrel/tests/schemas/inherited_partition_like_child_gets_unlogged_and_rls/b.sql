-- flags are each table's own
CREATE TABLE drafts (id integer PRIMARY KEY, author text);
CREATE TABLE late_drafts (PRIMARY KEY (id)) INHERITS (drafts);

ALTER TABLE late_drafts SET UNLOGGED;
ALTER TABLE late_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY late_own ON late_drafts USING (author = CURRENT_USER);
