CREATE TABLE attachments (id integer PRIMARY KEY, body bytea)
    WITH (toast.autovacuum_enabled = false);
