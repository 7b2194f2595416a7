-- postgres: >=15
CREATE TABLE posts (id integer PRIMARY KEY, stars integer NOT NULL, mood text);
CREATE PUBLICATION posts_out FOR TABLE posts (id, stars, mood) WHERE (stars > 3) WITH (publish = 'insert');
