-- the same columns, written the other way round
CREATE TABLE coordinates (id integer PRIMARY KEY, lon double precision, lat double precision);
