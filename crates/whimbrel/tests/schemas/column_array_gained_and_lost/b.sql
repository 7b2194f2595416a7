-- a single value becomes a list; there is no cast from one to the other
CREATE TABLE contacts (id integer PRIMARY KEY, phones text[]);
