CREATE TABLE boats (id integer PRIMARY KEY, name text);

CREATE VIEW boats_all AS SELECT * FROM boats;
CREATE VIEW boats_rows AS SELECT b, b.id FROM boats b;
