CREATE TABLE diaries (id integer PRIMARY KEY, author text NOT NULL, page text);
