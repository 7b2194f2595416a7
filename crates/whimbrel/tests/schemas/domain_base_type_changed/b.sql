-- cannot be altered: a new domain, and the columns moved over
CREATE DOMAIN money_amount AS numeric(14, 4) CHECK (VALUE >= 0);

CREATE TABLE wallets (id integer PRIMARY KEY, amount money_amount NOT NULL DEFAULT 0, history money_amount[]);
CREATE VIEW rich AS SELECT id, amount FROM wallets WHERE amount > 1000;
CREATE FUNCTION half(m money_amount) RETURNS money_amount LANGUAGE sql IMMUTABLE AS $$ SELECT (m / 2)::money_amount $$;
