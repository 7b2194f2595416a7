-- UPDATE OF, WHEN and quoted arguments
CREATE TABLE prices (id integer PRIMARY KEY, amount numeric, currency text, note text);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE TRIGGER prices_tell AFTER UPDATE OF amount, currency ON prices FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION tell('prices', 'back\slash', '');
