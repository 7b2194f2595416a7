-- money, accounts and a balanced journal: domains and composites change beneath views
CREATE DOMAIN amount AS numeric(12, 2) DEFAULT 0 CHECK (VALUE >= 0);
CREATE DOMAIN account_code AS varchar(8) CHECK (VALUE ~ '^[0-9]{1,8}$');
CREATE TYPE money_value AS (value numeric(12, 2), currency character(3), rate numeric);
CREATE TABLE accounts (code account_code PRIMARY KEY, name text NOT NULL, parent account_code REFERENCES accounts);
CREATE TABLE entries (id integer PRIMARY KEY, day date NOT NULL, memo text, closed boolean NOT NULL DEFAULT false);
CREATE TABLE entry_lines (entry_id integer REFERENCES entries ON DELETE CASCADE, account account_code REFERENCES accounts, debit amount NOT NULL, credit amount NOT NULL, original money_value,
    CONSTRAINT entry_lines_one_side CHECK (debit = 0 OR credit = 0));
CREATE FUNCTION entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(debit) <> sum(credit) FROM entry_lines WHERE entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'entry % does not balance', NEW.entry_id;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT OR UPDATE ON entry_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_balances();
CREATE VIEW balances AS SELECT account, sum(debit - credit) AS balance, count(*) AS lines FROM entry_lines GROUP BY account;
CREATE RECURSIVE VIEW account_tree (code, top) AS
    SELECT a.code::text, a.code::text FROM accounts a WHERE a.parent IS NULL
    UNION ALL SELECT a.code::text, t.top FROM accounts a JOIN account_tree t ON a.parent::text = t.code;
CREATE VIEW trial_balance AS SELECT a.code, a.name, b.balance FROM accounts a LEFT JOIN balances b ON b.account::text = a.code::text;
CREATE FUNCTION as_money(a amount, symbol text DEFAULT '€') RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT symbol || to_char(a, 'FM999G990D00') $$;
CREATE AGGREGATE total(amount) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
