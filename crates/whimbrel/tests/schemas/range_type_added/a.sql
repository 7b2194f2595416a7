CREATE TABLE desks (id integer PRIMARY KEY);
