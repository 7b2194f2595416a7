CREATE TYPE weekday AS ENUM ('sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat');

CREATE TABLE hours (shop integer, day weekday, opens time, PRIMARY KEY (shop, day));
CREATE TABLE closings (shop integer, day weekday, FOREIGN KEY (shop, day) REFERENCES hours);
