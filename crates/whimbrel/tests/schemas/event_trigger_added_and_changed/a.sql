CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;

CREATE EVENT TRIGGER watch_start ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION seen();
CREATE EVENT TRIGGER watch_drop ON sql_drop EXECUTE FUNCTION seen();
COMMENT ON EVENT TRIGGER watch_drop IS 'nothing goes unseen';
