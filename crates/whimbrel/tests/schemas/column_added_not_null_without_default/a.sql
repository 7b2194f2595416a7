CREATE TABLE couriers (id integer PRIMARY KEY);
