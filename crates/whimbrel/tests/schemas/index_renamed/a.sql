CREATE TABLE wines (id integer PRIMARY KEY, year integer, grape text);

CREATE INDEX idx_1 ON wines (year, grape) WHERE year > 1990;
