CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE TABLE photos (id integer PRIMARY KEY, taken date, shared boolean NOT NULL DEFAULT false);
CREATE POLICY photos_shared ON photos USING (shared);
CREATE TRIGGER photos_seen BEFORE UPDATE OF taken, shared ON photos FOR EACH ROW WHEN (NEW.shared) EXECUTE FUNCTION seen();
CREATE RULE photos_kept AS ON DELETE TO photos WHERE old.shared DO INSTEAD NOTHING;
