-- promises that are not checked
CREATE TABLE regions (id integer PRIMARY KEY);

CREATE TABLE towns (
    id integer PRIMARY KEY,
    region integer,
    people integer,
    CONSTRAINT towns_region FOREIGN KEY (region) REFERENCES regions,
    CONSTRAINT towns_people CHECK (people > 0) NOT ENFORCED,
    CONSTRAINT towns_id CHECK (id < 1000) NOT ENFORCED
);
