-- text that held numbers, dates and flags becomes what it meant
CREATE TABLE imports (
    id integer PRIMARY KEY,
    quantity integer,
    arrived date,
    paid boolean,
    payload jsonb
);
