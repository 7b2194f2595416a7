-- arguments, body, security, settings
CREATE TABLE balances (account integer PRIMARY KEY, amount numeric NOT NULL);

CREATE PROCEDURE transfer(source integer, target integer, amount numeric, INOUT reference uuid DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE balances b SET amount = b.amount - transfer.amount WHERE account = source;
    UPDATE balances b SET amount = b.amount + transfer.amount WHERE account = target;
    reference := coalesce(reference, '00000000-0000-0000-0000-000000000000'::uuid);
END $$;
CREATE PROCEDURE settle() LANGUAGE sql SECURITY DEFINER SET lock_timeout = '2s' AS $$ DELETE FROM balances WHERE amount = 0 $$;
COMMENT ON PROCEDURE settle() IS 'nightly, as the owner';
GRANT EXECUTE ON PROCEDURE settle() TO role_b;
