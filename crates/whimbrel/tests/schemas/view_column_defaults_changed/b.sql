-- a view through which rows are written, with defaults of its own
CREATE TABLE messages (id integer PRIMARY KEY, kind text NOT NULL, body text, at timestamptz);
CREATE VIEW inbox AS SELECT id, kind, body, at FROM messages WHERE kind = 'in';

ALTER VIEW inbox ALTER COLUMN kind SET DEFAULT 'in';
ALTER VIEW inbox ALTER COLUMN body SET DEFAULT '(empty)';
ALTER VIEW inbox ALTER COLUMN at SET DEFAULT now();
