CREATE TABLE brands (id integer PRIMARY KEY, name text);
CREATE TABLE bikes (id integer PRIMARY KEY, brand integer CONSTRAINT bikes_brand REFERENCES brands);
CREATE TABLE shoes (id integer PRIMARY KEY, brand integer CONSTRAINT shoes_brand REFERENCES brands ON DELETE CASCADE);
CREATE VIEW bike_brands AS SELECT b.id, r.name FROM bikes b JOIN brands r ON r.id = b.brand;
