CREATE TABLE facts (id integer PRIMARY KEY, fact text);

CREATE VIEW known AS SELECT id, fact FROM facts;
