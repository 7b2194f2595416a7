-- NOT VALID is made good; the way back needs it made again
CREATE TABLE authors (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, author integer);

ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES authors;
