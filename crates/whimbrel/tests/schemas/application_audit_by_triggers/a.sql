CREATE TABLE accounts (id integer PRIMARY KEY, owner_name text NOT NULL, balance numeric(12, 2) NOT NULL DEFAULT 0);
CREATE TABLE transfers (id integer PRIMARY KEY, source integer NOT NULL REFERENCES accounts, target integer NOT NULL REFERENCES accounts, amount numeric(12, 2) NOT NULL);
CREATE TABLE limits (account integer PRIMARY KEY REFERENCES accounts, per_day numeric(12, 2));
CREATE TABLE account_log (id bigserial PRIMARY KEY, account integer NOT NULL, old_balance numeric(12, 2), new_balance numeric(12, 2), at timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION log_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_log (account, old_balance, new_balance) VALUES (NEW.id, OLD.balance, NEW.balance);
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_log AFTER UPDATE OF balance ON accounts FOR EACH ROW EXECUTE FUNCTION log_account();
