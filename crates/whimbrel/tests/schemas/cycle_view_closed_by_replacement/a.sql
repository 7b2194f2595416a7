-- open: a view and a function that need each other, where both are replaced
CREATE TABLE facts (id integer PRIMARY KEY, fact text);

CREATE VIEW known AS SELECT id, fact FROM facts;
