CREATE TABLE rules_of_house (id integer PRIMARY KEY, text_of text);
CREATE FUNCTION obey() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;

ALTER TABLE rules_of_house ADD CONSTRAINT obeyed CHECK (text_of <> '');
ALTER TABLE rules_of_house ADD CONSTRAINT once UNIQUE (text_of);
