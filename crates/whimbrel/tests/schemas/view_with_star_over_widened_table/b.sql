-- a view that took all columns at the time takes one more
CREATE TABLE boats (id integer PRIMARY KEY, name text, length_m numeric(5, 2));

CREATE VIEW boats_all AS SELECT * FROM boats;
CREATE VIEW boats_rows AS SELECT b, b.id FROM boats b;
