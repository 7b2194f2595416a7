-- lengths, precisions and fields of intervals
CREATE TABLE shifts (
    id integer PRIMARY KEY,
    code character(8),
    mask bit varying(16),
    starts time(3),
    logged timestamptz(0),
    length interval day to second(2),
    factor numeric
);
