-- every write is kept, by one function on three tables
CREATE SCHEMA audit;
REVOKE ALL ON SCHEMA audit FROM PUBLIC;
CREATE TABLE accounts (id integer PRIMARY KEY, owner_name text NOT NULL, balance numeric(12, 2) NOT NULL DEFAULT 0);
CREATE TABLE transfers (id integer PRIMARY KEY, source integer NOT NULL REFERENCES accounts, target integer NOT NULL REFERENCES accounts, amount numeric(12, 2) NOT NULL, CONSTRAINT transfers_elsewhere CHECK (source <> target));
CREATE TABLE limits (account integer PRIMARY KEY REFERENCES accounts, per_day numeric(12, 2));
CREATE TABLE audit.log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    by_role text NOT NULL DEFAULT CURRENT_USER,
    what text NOT NULL,
    table_name text NOT NULL,
    before jsonb,
    after jsonb,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit.log_rest PARTITION OF audit.log DEFAULT;
CREATE INDEX log_by_table ON audit.log (table_name, at DESC);
CREATE FUNCTION audit.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO audit.log (what, table_name, before, after)
    VALUES (TG_OP, TG_TABLE_NAME, CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION audit.keep();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION audit.keep();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON limits FOR EACH ROW EXECUTE FUNCTION audit.keep();
ALTER TABLE limits ENABLE ALWAYS TRIGGER audit;
CREATE FUNCTION audit.no_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is not rewritten'; END $$;
CREATE TRIGGER log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.no_change();
CREATE VIEW audit.recent WITH (security_barrier) AS SELECT at, by_role, what, table_name FROM audit.log WHERE at > now() - interval '1 day';
GRANT USAGE ON SCHEMA audit TO role_c;
GRANT SELECT ON audit.recent TO role_c;
COMMENT ON FUNCTION audit.keep() IS 'Attach AFTER each row; it never refuses';
