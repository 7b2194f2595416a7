-- what was an index is a table there, and the table's name is the index's
CREATE TABLE apples (id integer);
CREATE INDEX pears ON apples (id);
