-- attachments keep their own vacuum settings
CREATE TABLE attachments (id integer PRIMARY KEY, body bytea)
    WITH (toast_tuple_target = 4080, toast.autovacuum_vacuum_threshold = 2000);
