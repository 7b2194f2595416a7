-- works only while the table is empty, and it is
CREATE TABLE couriers (id integer PRIMARY KEY, licence_plate varchar(12) NOT NULL);
