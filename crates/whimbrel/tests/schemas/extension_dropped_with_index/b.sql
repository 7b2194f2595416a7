-- search by similarity is given up
CREATE TABLE streets (id integer PRIMARY KEY, name text);
