-- a date cannot become a number: the column is dropped and made anew
CREATE TABLE seasons (id integer PRIMARY KEY, opens integer);
