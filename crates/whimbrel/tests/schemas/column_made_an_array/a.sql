CREATE TABLE surveys (id integer PRIMARY KEY, answers integer[], labels varchar(10)[]);
