CREATE TABLE balances (account integer PRIMARY KEY, amount numeric NOT NULL);

CREATE PROCEDURE transfer(source integer, target integer, amount numeric) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE balances b SET amount = b.amount - transfer.amount WHERE account = source;
    UPDATE balances b SET amount = b.amount + transfer.amount WHERE account = target;
END $$;
CREATE PROCEDURE settle() LANGUAGE sql AS $$ DELETE FROM balances WHERE amount = 0 $$;
COMMENT ON PROCEDURE settle() IS 'nightly';
