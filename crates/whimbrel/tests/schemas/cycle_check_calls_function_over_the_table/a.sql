CREATE TABLE matches (id integer PRIMARY KEY, home integer, away integer);
