-- a view that can be written to, and is made anew
CREATE TABLE persons (id integer PRIMARY KEY, first text, last text);
CREATE FUNCTION write_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE VIEW names AS SELECT id, last || ', ' || first AS sorted_name FROM persons;
CREATE TRIGGER names_insert INSTEAD OF INSERT OR UPDATE ON names FOR EACH ROW EXECUTE FUNCTION write_person();
CREATE TRIGGER names_any AFTER DELETE ON names FOR EACH STATEMENT EXECUTE FUNCTION write_person();
COMMENT ON TRIGGER names_insert ON names IS 'splits at the comma';
