CREATE TABLE counters (
    name varchar(20) PRIMARY KEY,
    hits integer NOT NULL DEFAULT 0,
    ratio real,
    price numeric(8, 2)
);
