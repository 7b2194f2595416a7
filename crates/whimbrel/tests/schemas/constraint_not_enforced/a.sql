-- postgres: >=18
CREATE TABLE regions (id integer PRIMARY KEY);

CREATE TABLE towns (
    id integer PRIMARY KEY,
    region integer,
    people integer,
    CONSTRAINT towns_region FOREIGN KEY (region) REFERENCES regions NOT ENFORCED,
    CONSTRAINT towns_people CHECK (people > 0)
);
