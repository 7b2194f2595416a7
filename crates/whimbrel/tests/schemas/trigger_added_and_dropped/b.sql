-- one watches, the other stamps
CREATE TABLE files (id integer PRIMARY KEY, path text NOT NULL, changed timestamptz);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;

CREATE TRIGGER files_stamp BEFORE INSERT OR UPDATE ON files FOR EACH ROW EXECUTE FUNCTION stamp();
COMMENT ON TRIGGER files_stamp ON files IS 'who knows when';
