-- the same meaning under another name
CREATE TABLE gifts (
    id integer CONSTRAINT gifts_key PRIMARY KEY,
    price numeric CONSTRAINT gifts_price_positive CHECK (price > 0),
    code text CONSTRAINT gifts_code_once UNIQUE
);
