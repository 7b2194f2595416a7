CREATE TABLE products (
    id integer PRIMARY KEY,
    price numeric NOT NULL,
    discount numeric,
    name text,
    CONSTRAINT products_price_positive CHECK (price >= 0),
    CONSTRAINT products_name_short CHECK (length(name) < 100)
);
