-- What the application had before the chatbot: its users, whose ids are strings.

-- migrate:up
-- PostgreSQL 13 and newer have gen_random_uuid() built in; on 12 it is in an extension that a superuser creates.
DO $$
BEGIN
    IF current_setting('server_version_num')::integer < 130000 THEN
        CREATE EXTENSION IF NOT EXISTS pgcrypto;
    END IF;
END
$$;

CREATE TABLE users (
    id         VARCHAR(255) PRIMARY KEY,
    email      VARCHAR(255) NOT NULL UNIQUE,
    name       VARCHAR(255),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
);

-- migrate:down
-- The extension stays: it may have been there before, and others may use it.
DROP TABLE users;
