-- every order has a currency from now on
CREATE TABLE orders (
    id integer PRIMARY KEY,
    currency character(3) NOT NULL DEFAULT 'EUR',
    placed_at timestamptz NOT NULL DEFAULT now()
);
