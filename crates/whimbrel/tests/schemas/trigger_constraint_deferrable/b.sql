-- checked at once, then at commit, and from another table
CREATE TABLE entries (id integer PRIMARY KEY, debit numeric, credit numeric);
CREATE TABLE journals (id integer PRIMARY KEY);
CREATE FUNCTION balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;

CREATE CONSTRAINT TRIGGER entries_balanced AFTER INSERT OR UPDATE ON entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.debit <> NEW.credit) EXECUTE FUNCTION balanced();
CREATE CONSTRAINT TRIGGER entries_journal AFTER INSERT ON entries FROM journals DEFERRABLE FOR EACH ROW EXECUTE FUNCTION balanced();
