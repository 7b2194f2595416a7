-- postgres: >=15
CREATE TABLE badges (id integer PRIMARY KEY, number integer, CONSTRAINT badges_number UNIQUE (number));
