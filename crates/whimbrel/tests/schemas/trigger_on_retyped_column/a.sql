CREATE TABLE tanks (id integer PRIMARY KEY, litres integer NOT NULL);

CREATE FUNCTION warn_low() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER tanks_low AFTER UPDATE OF litres ON tanks FOR EACH ROW WHEN (NEW.litres < 10) EXECUTE FUNCTION warn_low();
ALTER TABLE tanks DISABLE TRIGGER tanks_low;
COMMENT ON TRIGGER tanks_low ON tanks IS 'off while the float is repaired';
