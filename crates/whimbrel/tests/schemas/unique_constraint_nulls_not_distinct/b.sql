-- at most one row without a number
CREATE TABLE badges (id integer PRIMARY KEY, number integer, CONSTRAINT badges_number UNIQUE NULLS NOT DISTINCT (number));
