-- numbers that outgrew their types
CREATE TABLE counters (
    name varchar(80) PRIMARY KEY,
    hits bigint NOT NULL DEFAULT 0,
    ratio double precision,
    price numeric(14, 4)
);
