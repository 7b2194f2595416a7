CREATE TABLE bottles (id integer PRIMARY KEY, label text);

CREATE FUNCTION log_bottle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER bottles_log BEFORE INSERT ON bottles FOR EACH ROW EXECUTE FUNCTION log_bottle();
