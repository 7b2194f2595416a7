-- column order differs
CREATE TABLE coordinates (id integer PRIMARY KEY, lat double precision, lon double precision);
