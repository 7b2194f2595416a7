-- postgres: >=15
CREATE SCHEMA shop;
CREATE SCHEMA cellar;
CREATE TABLE shop.t (id integer PRIMARY KEY);
CREATE TABLE loose (id integer PRIMARY KEY);

CREATE PUBLICATION shop_out FOR TABLES IN SCHEMA shop;
