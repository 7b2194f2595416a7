CREATE TABLE prices (id integer PRIMARY KEY, amount numeric, currency text, note text);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE TRIGGER prices_tell AFTER UPDATE OF amount ON prices FOR EACH ROW
    WHEN (OLD.amount IS DISTINCT FROM NEW.amount) EXECUTE FUNCTION tell('prices', 'it''s up');
