CREATE TABLE shifts (
    id integer PRIMARY KEY,
    code character(4),
    mask bit varying(8),
    starts time(6),
    logged timestamptz(6),
    length interval hour to minute,
    factor numeric(6, 2)
);
