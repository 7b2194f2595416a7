-- the old function goes, the new one takes its trigger
CREATE TABLE bottles (id integer PRIMARY KEY, label text);

CREATE SCHEMA audit;
CREATE FUNCTION audit.log_bottle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER bottles_log BEFORE INSERT ON bottles FOR EACH ROW EXECUTE FUNCTION audit.log_bottle();
