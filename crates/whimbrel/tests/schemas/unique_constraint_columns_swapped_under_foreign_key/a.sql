CREATE TABLE grid (x integer NOT NULL, y integer NOT NULL, CONSTRAINT grid_spot UNIQUE (x, y));

CREATE TABLE ships (id integer PRIMARY KEY, at_x integer, at_y integer, CONSTRAINT ships_spot FOREIGN KEY (at_x, at_y) REFERENCES grid (x, y));
