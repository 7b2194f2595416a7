-- a key per period
CREATE TABLE rents (unit int4range NOT NULL, during daterange NOT NULL, rent numeric, CONSTRAINT rents_key PRIMARY KEY (unit, during WITHOUT OVERLAPS));
CREATE TABLE tenancies (
    unit int4range,
    during daterange,
    CONSTRAINT tenancies_once UNIQUE (unit, during WITHOUT OVERLAPS),
    CONSTRAINT tenancies_rent FOREIGN KEY (unit, PERIOD during) REFERENCES rents (unit, PERIOD during)
);
