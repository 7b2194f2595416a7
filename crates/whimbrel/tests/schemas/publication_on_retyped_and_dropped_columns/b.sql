-- a filter and a column list stand in the way of the columns' changes
CREATE TABLE posts (id integer PRIMARY KEY, stars numeric NOT NULL);
CREATE PUBLICATION posts_out FOR TABLE posts (id, stars) WHERE (stars > 3) WITH (publish = 'insert');
