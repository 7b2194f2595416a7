-- the column goes, and what watched it watches something else
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE TABLE photos (id integer PRIMARY KEY, taken date);
CREATE POLICY photos_shared ON photos USING (taken < '2020-01-01');
CREATE TRIGGER photos_seen BEFORE UPDATE OF taken ON photos FOR EACH ROW EXECUTE FUNCTION seen();
CREATE RULE photos_kept AS ON DELETE TO photos DO INSTEAD NOTHING;
