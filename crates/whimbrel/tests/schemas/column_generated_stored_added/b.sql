-- a total that the database computes
CREATE TABLE order_lines (
    id integer PRIMARY KEY,
    quantity integer NOT NULL,
    price numeric(10, 2) NOT NULL,
    total numeric(14, 2) GENERATED ALWAYS AS (quantity * price) STORED
);
CREATE INDEX order_lines_total ON order_lines (total);
