CREATE TABLE recipes (id integer PRIMARY KEY, body text);
