-- the same names on different tables; only one of them changes
CREATE TABLE t1 (id integer, x integer, CONSTRAINT positive CHECK (x > 0));
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER watch AFTER INSERT ON t1 EXECUTE FUNCTION watch();
CREATE POLICY everyone ON t1 USING (true);
CREATE RULE nothing AS ON DELETE TO t1 DO INSTEAD NOTHING;

CREATE TABLE t2 (id integer, x integer, CONSTRAINT positive CHECK (x > 1));
CREATE TRIGGER watch AFTER DELETE ON t2 EXECUTE FUNCTION watch();
CREATE POLICY everyone ON t2 USING (x > 0);
CREATE RULE nothing AS ON UPDATE TO t2 DO INSTEAD NOTHING;
