CREATE TABLE imports (
    id integer PRIMARY KEY,
    quantity text,
    arrived text,
    paid text,
    payload text
);
