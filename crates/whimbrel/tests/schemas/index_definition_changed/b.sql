-- the same names, other columns, orders, predicates and covers
CREATE TABLE letters (id integer PRIMARY KEY, sender text, receiver text, sent timestamptz, draft boolean NOT NULL DEFAULT false);

CREATE INDEX letters_1 ON letters (sender, receiver);
CREATE INDEX letters_2 ON letters (sent DESC);
CREATE INDEX letters_3 ON letters (receiver) WHERE draft;
CREATE INDEX letters_4 ON letters (sender) INCLUDE (receiver, sent);
CREATE UNIQUE INDEX letters_5 ON letters (upper(sender), (sent AT TIME ZONE 'UTC'));
