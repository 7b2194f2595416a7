CREATE DOMAIN amount AS numeric(12, 2);
CREATE DOMAIN account_code AS varchar(8) CHECK (VALUE ~ '^[0-9]+$');
CREATE TYPE money_value AS (value numeric(12, 2), currency character(3));
CREATE TABLE accounts (code account_code PRIMARY KEY, name text NOT NULL);
CREATE TABLE entries (id integer PRIMARY KEY, day date NOT NULL, memo text);
CREATE TABLE entry_lines (entry_id integer REFERENCES entries, account account_code REFERENCES accounts, debit amount, credit amount, original money_value);
CREATE VIEW balances AS SELECT account, sum(coalesce(debit, 0) - coalesce(credit, 0)) AS balance FROM entry_lines GROUP BY account;
CREATE VIEW trial_balance AS SELECT a.code, a.name, b.balance FROM accounts a LEFT JOIN balances b ON b.account::text = a.code::text;
CREATE FUNCTION as_money(a amount) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT to_char(a, 'FM999G990D00') $$;
