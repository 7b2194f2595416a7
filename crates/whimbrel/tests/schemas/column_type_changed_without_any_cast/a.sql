CREATE TABLE seasons (id integer PRIMARY KEY, opens date);
