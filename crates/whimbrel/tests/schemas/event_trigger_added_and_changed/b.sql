-- harmless watchers of what is done to the schema
CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;

CREATE EVENT TRIGGER watch_start ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION seen();
CREATE EVENT TRIGGER watch_drop ON sql_drop EXECUTE FUNCTION seen();
ALTER EVENT TRIGGER watch_drop DISABLE;
CREATE EVENT TRIGGER watch_rewrite ON table_rewrite EXECUTE FUNCTION seen();
ALTER EVENT TRIGGER watch_rewrite ENABLE ALWAYS;
