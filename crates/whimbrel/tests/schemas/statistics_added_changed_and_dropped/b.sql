-- kinds, columns and targets
CREATE TABLE cars (id integer PRIMARY KEY, make text, model text, year integer, colour text);

CREATE STATISTICS cars_1 (dependencies, ndistinct) ON make, model FROM cars;
CREATE STATISTICS cars_2 ON make, year, colour FROM cars;
COMMENT ON STATISTICS cars_2 IS 'they go together';
