CREATE TABLE files (id integer PRIMARY KEY, path text NOT NULL, changed timestamptz);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;

CREATE TRIGGER files_watch AFTER DELETE ON files FOR EACH ROW EXECUTE FUNCTION stamp();
