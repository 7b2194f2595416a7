CREATE TABLE cars (id integer PRIMARY KEY, make text, model text, year integer, colour text);

CREATE STATISTICS cars_1 (dependencies) ON make, model FROM cars;
CREATE STATISTICS cars_2 ON make, year FROM cars;
CREATE STATISTICS cars_3 (mcv) ON model, colour FROM cars;
