-- the same index, another name; nothing but the name tells
CREATE TABLE wines (id integer PRIMARY KEY, year integer, grape text);

CREATE INDEX wines_year_grape ON wines (year, grape) WHERE year > 1990;
