-- one name for a constraint, a constraint trigger and an index
CREATE TABLE rules_of_house (id integer PRIMARY KEY, text_of text);
CREATE FUNCTION obey() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;

CREATE CONSTRAINT TRIGGER obeyed AFTER INSERT ON rules_of_house FOR EACH ROW EXECUTE FUNCTION obey();
CREATE INDEX once ON rules_of_house (text_of);
