CREATE TABLE letters (id integer PRIMARY KEY, sender text, receiver text, sent timestamptz, draft boolean NOT NULL DEFAULT false);

CREATE INDEX letters_1 ON letters (sender);
CREATE INDEX letters_2 ON letters (sent);
CREATE INDEX letters_3 ON letters (receiver) WHERE NOT draft;
CREATE INDEX letters_4 ON letters (sender) INCLUDE (receiver);
CREATE INDEX letters_5 ON letters (lower(sender));
