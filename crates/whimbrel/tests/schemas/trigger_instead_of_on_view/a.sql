CREATE TABLE persons (id integer PRIMARY KEY, first text, last text);
CREATE FUNCTION write_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

CREATE VIEW names AS SELECT id, first || ' ' || last AS name FROM persons;
CREATE TRIGGER names_insert INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION write_person();
