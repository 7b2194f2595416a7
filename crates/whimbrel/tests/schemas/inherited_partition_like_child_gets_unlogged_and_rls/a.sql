CREATE TABLE drafts (id integer PRIMARY KEY, author text);
CREATE TABLE late_drafts (PRIMARY KEY (id)) INHERITS (drafts);

ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
