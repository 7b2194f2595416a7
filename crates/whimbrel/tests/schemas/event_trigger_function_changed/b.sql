-- another function, another event, another state
CREATE FUNCTION note_any() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER note ON sql_drop EXECUTE FUNCTION note_any();
