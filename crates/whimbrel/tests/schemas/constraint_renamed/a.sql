CREATE TABLE gifts (
    id integer CONSTRAINT gifts_pk PRIMARY KEY,
    price numeric CONSTRAINT gifts_price_ck CHECK (price > 0),
    code text CONSTRAINT gifts_code_uq UNIQUE
);
