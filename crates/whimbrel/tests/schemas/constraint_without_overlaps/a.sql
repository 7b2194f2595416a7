-- postgres: >=18
CREATE TABLE rents (unit int4range NOT NULL, during daterange NOT NULL, rent numeric, CONSTRAINT rents_key PRIMARY KEY (unit, during));
